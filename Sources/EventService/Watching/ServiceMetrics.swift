import Engine
import Synchronization

/// What the service counts; every label has few values, whatever comes in.
package final class ServiceMetrics: Sendable {
    enum Way: String, Sendable, CaseIterable { case http, queue, spool }

    /// Why events were not accepted.
    enum Refusal: String, Sendable, CaseIterable {
        case signature, malformed
        case tooLarge = "too-large"
        case full
        case unavailable
    }

    private struct Counts {
        var accepted: [Way: Int] = [:]
        var duplicates: [Way: Int] = [:]
        var refused: [Refusal: Int] = [:]
        var outcomes: [Outcome: Int] = [:]
        var retried = 0
        var quarantined = 0
        var queueErrors = 0
        var choresFailed = 0
        var reloads = 0
        var refusedReloads: [LivePlaybook.Refusal.Kind: Int] = [:]
        var isPlaybookCurrent = true
        var acceptSeconds = Histogram(bounds: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1])
        var answerSeconds = Histogram(bounds: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 3_600])
    }

    private let counts = Mutex(Counts())

    package init() {}

    /// `seconds` is how long accepting took; nil where nobody waited for it.
    func accepted(_ way: Way, new: Int, known: Int, seconds: Double? = nil) {
        counts.withLock { counts in
            counts.accepted[way, default: 0] += new
            counts.duplicates[way, default: 0] += known
            if let seconds { counts.acceptSeconds.add(seconds) }
        }
    }

    func refused(_ refusal: Refusal) { counts.withLock { $0.refused[refusal, default: 0] += 1 } }

    /// `seconds` is the time since the event was accepted.
    func answered(_ outcome: Outcome, seconds: Double) {
        counts.withLock { counts in
            counts.outcomes[outcome, default: 0] += 1
            counts.answerSeconds.add(seconds)
        }
    }

    func retried() { counts.withLock { $0.retried += 1 } }
    func quarantined() { counts.withLock { $0.quarantined += 1 } }
    func queueFailed() { counts.withLock { $0.queueErrors += 1 } }
    func choreFailed() { counts.withLock { $0.choresFailed += 1 } }

    func reloaded(_ reload: LivePlaybook.Reload) {
        counts.withLock { counts in
            switch reload {
            case .unchanged: break
            case .taken:
                counts.reloads += 1
                counts.isPlaybookCurrent = true
            case .refused(let refusal):
                counts.refusedReloads[refusal.kind, default: 0] += 1
                counts.isPlaybookCurrent = false
            }
        }
    }

    /// All of it as Prometheus reads it, with the inbox as it is now; nil where that cannot be read.
    func text(_ level: InboxLevel?, at now: Double) -> String {
        let counts = counts.withLock { $0 }
        var text = MetricsText()
        Self.intake(counts, &text)
        Self.answers(counts, &text)
        if let level { Self.inbox(level, now, &text) }
        Self.playbook(counts, &text)
        return text.text
    }

    private static func intake(_ counts: Counts, _ text: inout MetricsText) {
        text.family("quell_events_accepted_total", .counter, "Events that were accepted and are durable.")
        for way in Way.allCases {
            text.sample("quell_events_accepted_total", ("way", way.rawValue), Double(counts.accepted[way] ?? 0))
        }
        text.family("quell_events_duplicate_total", .counter, "Events that were in the inbox already, byte for byte.")
        for way in Way.allCases {
            text.sample("quell_events_duplicate_total", ("way", way.rawValue), Double(counts.duplicates[way] ?? 0))
        }
        text.family("quell_requests_refused_total", .counter, "Requests, files or batches that were not accepted.")
        for refusal in Refusal.allCases {
            text.sample(
                "quell_requests_refused_total", ("reason", refusal.rawValue), Double(counts.refused[refusal] ?? 0))
        }
        text.family("quell_queue_errors_total", .counter, "Calls of the queue that failed.")
        text.sample("quell_queue_errors_total", nil, Double(counts.queueErrors))
        text.histogram(
            "quell_accept_seconds", "From a request's head to its events being durable.", counts.acceptSeconds)
    }

    private static func answers(_ counts: Counts, _ text: inout MetricsText) {
        text.family("quell_responses_total", .counter, "Responses by outcome.")
        for outcome in Outcome.allCases {
            text.sample("quell_responses_total", ("outcome", outcome.rawValue), Double(counts.outcomes[outcome] ?? 0))
        }
        text.histogram("quell_answer_seconds", "From accepting an event to its response.", counts.answerSeconds)
        text.family("quell_events_retried_total", .counter, "Times that an event was put back to be tried again.")
        text.sample("quell_events_retried_total", nil, Double(counts.retried))
        text.family("quell_events_quarantined_total", .counter, "Events that were given up.")
        text.sample("quell_events_quarantined_total", nil, Double(counts.quarantined))
        text.family("quell_chores_failed_total", .counter, "Chores of the engine that failed and come again.")
        text.sample("quell_chores_failed_total", nil, Double(counts.choresFailed))
    }

    private static func inbox(_ level: InboxLevel, _ now: Double, _ text: inout MetricsText) {
        text.family("quell_inbox_events", .gauge, "Events in the inbox.")
        for (state, count) in [
            ("arrived", level.arrived), ("answering", level.open - level.arrived), ("quarantined", level.quarantined),
        ] {
            text.sample("quell_inbox_events", ("state", state), Double(count))
        }
        text.family("quell_inbox_oldest_seconds", .gauge, "Age of the oldest event that is not quarantined.")
        text.sample("quell_inbox_oldest_seconds", nil, level.oldest.map { max(0, now - $0) } ?? 0)
    }

    private static func playbook(_ counts: Counts, _ text: inout MetricsText) {
        text.family("quell_playbook_reloads_total", .counter, "Playbooks that were taken after the first.")
        text.sample("quell_playbook_reloads_total", nil, Double(counts.reloads))
        text.family("quell_playbook_refused_total", .counter, "Playbooks that were not taken, by reason.")
        for kind in LivePlaybook.Refusal.Kind.allCases {
            text.sample(
                "quell_playbook_refused_total", ("reason", kind.rawValue), Double(counts.refusedReloads[kind] ?? 0))
        }
        text.family("quell_playbook_current", .gauge, "1 while the playbook's file is the one that counts.")
        text.sample("quell_playbook_current", nil, counts.isPlaybookCurrent ? 1 : 0)
    }
}
