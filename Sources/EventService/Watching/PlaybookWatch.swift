import Engine
import JSON
import ServiceLifecycle
import UnixSignals

/// Takes a new playbook when its file changes, or at once on SIGHUP; keeps the old one where the new one is wrong.
struct PlaybookWatch: Service {
    let playbook: LivePlaybook
    let metrics: ServiceMetrics
    let log: Log
    let clock: EngineClock

    /// Seconds between two looks at the file.
    static let pause = 2.0

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await look() }
                group.addTask {
                    for await _ in await UnixSignalsSequence(trapping: .sighup) { tell(playbook.reload()) }
                }
            }
        }
    }

    private func look() async {
        while !Task.isCancelled {
            // Only cancellation ends a sleep early, and the loop sees that itself.
            try? await clock.sleep(.milliseconds(Int64(Self.pause * 1_000)))
            if !Task.isCancelled { tell(playbook.reloadIfChanged()) }
        }
    }

    func tell(_ reload: LivePlaybook.Reload) {
        metrics.reloaded(reload)
        switch reload {
        case .unchanged: break
        case .taken: log.write(.info, "the playbook is a new one")
        case .refused(let refusal):
            log.write(
                .error, "the new playbook is not taken, the one before counts on",
                ["reason": .string(refusal.kind.rawValue), "why": .string(refusal.description)])
        }
    }
}
