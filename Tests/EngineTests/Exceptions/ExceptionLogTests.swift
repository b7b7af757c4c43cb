import SQLiteStore
import Testing

@testable import Engine

@Suite struct ExceptionLogTests {
    private func approved(_ record: ExceptionRecord) -> Record { .exceptionApproved(record, by: "p") }
    private func revoked(_ id: String) -> Record { .exceptionRevoked(id: id, why: "w", by: "p") }

    @Test("the last word about an id counts")
    func last() {
        let (old, new) = (Approved.record(reason: "old"), Approved.record(reason: "new"))
        #expect(ExceptionLog.register([]) == Approved.register())
        #expect(ExceptionLog.register([approved(old), approved(new)]) == Approved.register(new))
        #expect(ExceptionLog.register([approved(old), revoked("JIRA-1")]) == Approved.register(revoked: ["JIRA-1"]))
        #expect(
            ExceptionLog.register([approved(old), revoked("JIRA-1"), .closed, approved(new)]) == Approved.register(new))
    }

    @Test("an approval that means nothing makes the register unreadable")
    func wrong() {
        guard case .unreadable(let why) = ExceptionLog.register([approved(Approved.record(resources: []))]) else {
            return #expect(Bool(false), "it was read")
        }
        #expect(why.contains("no resource"))
    }

    @Test("the journal keeps approvals in its chain, and counts them as no execution")
    func journal() async throws {
        let journal: any Journal = try SQLiteJournal.empty()
        #expect(await journal.exceptionRegister() == Approved.register())
        try await journal.append(approved(Approved.instance), to: ExceptionLog.name, at: Approved.approved)
        #expect(await journal.exceptionRegister() == Approved.register(Approved.instance))
        #expect(try await journal.executions(newest: 9).isEmpty)
        #expect(try await journal.verify().entries == 1)
    }
}
