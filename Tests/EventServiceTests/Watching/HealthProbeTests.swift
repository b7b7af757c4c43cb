import Engine
import Testing

@testable import EventService

@Suite("Trying the journal and the inbox") struct HealthProbeTests {
    private func complaints(_ bench: Bench) async -> [String] {
        for loop in ServiceHealth.Loop.allCases { bench.health.beat(loop) }
        let owner = LeaseOwner(host: "test", process: 1, token: "0")
        await HealthProbe(
            journal: bench.journal, inbox: bench.inbox, health: bench.health, clock: bench.clock, owner: owner
        ).look()
        return bench.health.complaints
    }

    @Test("finds nothing where both can be written, and leaves nothing in the journal")
    func sound() async throws {
        let bench = try Bench()
        bench.health.failed(.journal, "Away.")
        #expect(await complaints(bench).isEmpty)
        #expect(try await bench.journal.verify().entries == 0)
    }

    @Test("finds a journal that is away")
    func away() async throws {
        #expect(await complaints(try Bench(journal: NoJournal())) == ["The journal does not answer: Away."])
    }
}
