import Testing

@testable import EventService

@Suite("The right to an inbox") struct InboxLockTests {
    @Test("is held by one until it lets go")
    func exclusive() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/lock"
        var first = try InboxLock(path: path)
        #expect(first != nil)
        #expect(try InboxLock(path: path) == nil)
        first = nil
        #expect(first == nil)
        #expect(try InboxLock(path: path) != nil)
        #expect(throws: InboxError.self) { try InboxLock(path: folder.path + "/no/lock") }
    }
}
