import GRDB
import Testing

@testable import EventService

@Suite("Changes that share transactions") struct GroupCommitTests {
    private let commits: GroupCommit
    private let queue: DatabaseQueue

    init() throws {
        queue = try DatabaseQueue()
        try queue.write { try $0.execute(sql: "CREATE TABLE numbers (number INTEGER PRIMARY KEY)") }
        commits = GroupCommit(queue)
    }

    private func insert(_ number: Int) async throws -> Int {
        try await commits.write { database in
            try database.execute(sql: "INSERT INTO numbers VALUES (?)", arguments: [number])
            return number
        }
    }

    private func count() async throws -> Int? {
        try await queue.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM numbers") }
    }

    @Test("are all made, and each is answered with its own value")
    func all() async throws {
        let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 1...2_000 { group.addTask { try await insert(number) } }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect(numbers == Set(1...2_000))
        #expect(try await count() == 2_000)
    }

    @Test("that fail are not made, say so, and do not keep the next ones")
    func failure() async throws {
        #expect(try await insert(1) == 1)
        await #expect(throws: DatabaseError.self) { try await insert(1) }
        #expect(commits.failure != nil)
        #expect(try await insert(2) == 2)
        #expect(commits.failure == nil)
        #expect(try await count() == 2)
    }

    @Test("are made although whoever submitted them is cancelled")
    func cancelled() async throws {
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await insert(7)
        }
        task.cancel()
        #expect(try await task.value == 7)
        #expect(try await count() == 1)
    }
}
