import Testing

@testable import AWSClient

@Suite struct SurroundingsTests {
    private let process = Surroundings.process

    @Test("reads files whole, and says with nil that one cannot be read")
    func files() {
        // The source of this test: longer than nothing, and surely there.
        let bytes = process.file(#filePath)
        #expect(bytes?.starts(with: Array("import Testing\n".utf8)) == true)
        #expect(bytes?.suffix(2) == Array("}\n".utf8)[...])
        #expect(process.file("/nonexistent/file") == nil)
        #expect(process.file("/") == nil)
    }

    @Test("has the clock, the environment and the randomness of the process")
    func values() {
        #expect(process.now() > 1_700_000_000)
        #expect(process.environment("PATH")?.isEmpty == false)
        #expect(process.environment("QUELL_TESTS_NOWHERE") == nil)
        let numbers = (0..<100).map { _ in process.random() }
        #expect(numbers.allSatisfy { (0..<1).contains($0) })
        #expect(Set(numbers).count > 1)
    }
}
