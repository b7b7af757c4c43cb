import Testing

@testable import EventService

@Suite("The spool folder") struct SpoolReaderTests {
    private let bench: Bench
    private let spool: TemporaryFolder
    private let reader: SpoolReader

    init() throws {
        bench = try Bench(limit: 3)
        spool = try TemporaryFolder()
        reader = SpoolReader(
            folder: try SpoolFolder(spool.path), inbox: bench.inbox, metrics: bench.metrics, health: bench.health,
            log: bench.log, clock: bench.clock)
    }

    @Test("a file's events are taken in, and the file is moved")
    func takes() async throws {
        try spool.write("{\"a\":1}\n{\"a\":2}\n", to: "b.json")
        try spool.write("{\"a\":0}", to: "a.json")
        try spool.write("left", to: "c.txt")
        await reader.look()
        #expect(try await bench.inbox.arrived().count == 3)
        #expect(try spool.names() == ["c.txt", "done", "failed"])
        #expect(try spool.names("done") == ["a.json", "b.json"])
    }

    @Test("a file without an event fails")
    func empty() async throws {
        try spool.write(" \n", to: "a.json")
        await reader.look()
        #expect(try spool.names("failed") == ["a.json"])
        #expect(try await bench.value("quell_requests_refused_total{reason=\"malformed\"}") == "1")
    }

    @Test("a file that finds the inbox full waits, and is taken later without doubles")
    func full() async throws {
        try spool.write("[1,2,3,4]", to: "a.json")
        await reader.look()
        #expect(try spool.names() == ["a.json", "done", "failed"])
        #expect(try await bench.inbox.arrived().isEmpty)
        try spool.write("[1,2,3]", to: "a.json")
        await reader.look()
        #expect(try spool.names("done") == ["a.json"])
    }
}
