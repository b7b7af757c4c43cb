import Engine
import JSON

/// What is said and counted of one event.
struct EventLog: Sendable {
    let log: Log
    let metrics: ServiceMetrics
    let event: InboxEvent

    private var facts: [String: JSONValue] {
        ["event": .number(String(event.id)), "attempt": .number(String(event.attempts))]
    }

    func answered(_ response: Response) {
        let outcome = response.conclusion.outcome
        metrics.answered(outcome, seconds: log.now() - event.accepted)
        var more: [String: JSONValue] = ["outcome": .string(outcome.rawValue)]
        for (name, value) in [
            ("execution", response.execution), ("rule", response.rule), ("findingType", response.findingType),
            ("account", response.account), ("region", response.region), ("resource", response.resource),
            ("why", response.conclusion.why),
        ] {
            if let value { more[name] = .string(value) }
        }
        // An outcome that nobody was told of is a failure for those who watch, whatever it is.
        let level: Log.Level =
            outcome == .failed || response.isUntold ? .error : outcome.demandsAttention ? .warning : .info
        write(level, "event answered", more)
    }

    func refused(_ objection: Approval.Objection) {
        write(
            .warning, "plan not applied",
            ["objection": .string(objection.kind.rawValue), "why": .string("\(objection)")])
    }

    func postponed(_ why: String) {
        metrics.retried()
        write(.warning, "event postponed", ["why": .string(why)])
    }

    func failed(_ why: String, then retry: Retry) {
        switch retry {
        case .again(let seconds):
            metrics.retried()
            write(
                .error, "event not answered, it is tried again",
                ["why": .string(why), "seconds": .number(String(Int(seconds)))])
        case .quarantine:
            metrics.quarantined()
            write(.error, "event quarantined", ["why": .string(why)])
        }
    }

    private func write(_ level: Log.Level, _ message: StaticString, _ more: [String: JSONValue]) {
        log.write(level, message, facts.merging(more) { $1 })
    }
}
