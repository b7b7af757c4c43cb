import JournalContract
import Reliability
import Testing

/// The journal in memory stands in for the real ones, so it keeps their contract.
@Suite struct MemoryJournalTests {
    /// A process that has died is not noticed here: the tests let the lease run out.
    private static let kept = JournalContract.checks.map(\.name).filter { $0 != "frees the leases of the dead" }

    @Test("keeps the contract of journals", arguments: kept)
    func contract(_ name: String) async throws {
        let check = try #require(JournalContract.checks.first { $0.name == name })
        try await check.run(JournalContract { MemoryJournal() })
    }
}
