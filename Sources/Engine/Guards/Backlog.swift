import AWSClient
import Playbook

/// Events from before a service began with an empty journal: they are planned and held, because nobody has seen yet what
/// the playbook does to this organization.
package struct Backlog: Sendable {
    private let journal: any Journal

    package init(journal: any Journal) { self.journal = journal }

    /// Notes the first start of a service; does nothing in a journal that has executions already.
    func begin(at time: String) async throws(JournalError) {
        guard try await journal.entries(of: Register.backlog).isEmpty,
            try await journal.executions(newest: 1).isEmpty
        else { return }
        try await journal.append(.serviceBegun, to: Register.backlog, at: time)
    }

    /// Lets the backlog be answered from now on.
    package func release(by person: String, at time: String) async throws(JournalError) {
        try await journal.append(.backlogReleased(by: person), to: Register.backlog, at: time)
    }

    /// Why an event is held; nil when it may be answered.
    ///
    /// An event that does not say when it happened cannot be told from an old one.
    func reason(eventTime: String?, _ rules: Guardrails.Backlog) async throws(JournalError) -> String? {
        guard !rules.isApplied else { return nil }
        var begun: String?
        for entry in try await journal.entries(of: Register.backlog) {
            switch entry.record {
            case .serviceBegun: begun = begun ?? entry.time
            case .backlogReleased: return nil
            default: continue
            }
        }
        guard let begun, let start = ISO8601.parse(begun) else { return nil }
        if let time = eventTime.flatMap(ISO8601.parse), time >= start - Double(rules.minutes) * 60 { return nil }
        return
            "The event is from before the first start of Quell with this journal (\(begun)), so it was planned only. "
            + "Look at the plans (quell journal holds), then run quell resume --backlog and send the event again."
    }
}
