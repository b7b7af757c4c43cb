import Engine
import Testing

@Suite struct JournalAuditTests {
    @Test("the audit of a journal counts outcomes and what is open, and finds the chain whole")
    func journal() async throws {
        let stage = try Stage()
        let response = try await stage.respond()
        _ = try await stage.responder().respond(to: Array("no event".utf8))
        let report = try await JournalAudit(stage.journal).report()
        #expect(report.isClean && report.executions == 2 && report.open.isEmpty)
        #expect(report.ended == ["contained": 1, "rejected": 1])
        #expect(response.conclusion.outcome == .contained)
    }

    @Test("two executions of one key and generation are named")
    func twins() async throws {
        let stage = try Stage()
        let response = try await stage.respond()
        // A store that keeps its promise refuses the twin; the audit must not depend on that.
        let twin = TwinJournal(journal: stage.journal, twin: "0000000000000000", of: response.execution)
        let report = try await JournalAudit(twin).report()
        #expect(report.breaches.map(\.promise) == [.oneOfAKind])
    }
}

/// A journal that shows one execution twice.
private struct TwinJournal: ForwardingJournal {
    let journal: any Journal
    let twin: String
    let original: String

    init(journal: any Journal, twin: String, of original: String) {
        (self.journal, self.twin, self.original) = (journal, twin, original)
    }

    func entries(of execution: String) async throws(JournalError) -> [Entry] {
        try await journal.entries(of: execution == twin ? original : execution)
    }

    func executions(newest limit: Int) async throws(JournalError) -> [String] {
        try await journal.executions(newest: limit) + [twin]
    }
}
