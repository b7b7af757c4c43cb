import Engine
import JSON
import ServiceLifecycle

/// Looks at what has arrived, many events at once: records those that lead to nothing, and lets the others be answered.
struct Sorter: Service {
    let inbox: EventInbox
    let playbook: LivePlaybook
    let metrics: ServiceMetrics
    let health: ServiceHealth
    let log: Log
    let clock: EngineClock

    func run() async throws {
        let stop = StopSign(inbox.arrivals)
        await withGracefulShutdownHandler {
            while !stop.isUp, !Task.isCancelled {
                health.beat(.sorter)
                if await sortsAll(until: stop) { await inbox.arrivals.wait() }
            }
        } onGracefulShutdown: {
            stop.putUp()
        }
    }

    /// Whether nothing is left to look at for now.
    private func sortsAll(until stop: StopSign) async -> Bool {
        do {
            let events = try await inbox.arrived()
            guard !events.isEmpty else { return true }
            let outcomes = try await playbook.responder(worker: 0).dismiss(events.map(\.body))
            health.answered(.journal)
            var (answered, ready): ([Int64], [Int64]) = ([], [])
            for (event, outcome) in zip(events, outcomes) {
                if outcome == nil { ready.append(event.id) } else { answered.append(event.id) }
            }
            try await inbox.sort(answered: answered, ready: ready)
            health.answered(.inbox)
            for (event, outcome) in zip(events, outcomes) {
                if let outcome { metrics.answered(outcome, seconds: clock.now() - event.accepted) }
            }
            return false
        } catch {
            // They stay as they are, and are looked at again when the bell rings next, which it does by itself.
            health.failed(error is InboxError ? .inbox : .journal, "\(error)")
            log.write(.error, "events cannot be looked at", ["why": .string("\(error)")])
            return true
        }
    }
}
