import Engine
import JSON
import ServiceLifecycle

/// Does the chores, each in turn with itself and beside the others.
struct ChoreService: Service {
    let chores: [Chore]
    let playbook: LivePlaybook
    let metrics: ServiceMetrics
    let log: Log
    let clock: EngineClock

    /// Chores own leases of their own, apart from the workers'.
    static let firstWorker = 1_000

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for (index, chore) in chores.enumerated() {
                    group.addTask { await repeatedly(chore, worker: Self.firstWorker + index) }
                }
            }
        }
    }

    private func repeatedly(_ chore: Chore, worker: Int) async {
        while !Task.isCancelled {
            do {
                try await clock.sleep(.milliseconds(Int64(chore.pause * 1_000)))
                try await chore.run(playbook.responder(worker: worker))
            } catch {
                guard !Task.isCancelled else { return }
                metrics.choreFailed()
                log.write(
                    .error, "a chore failed, it comes again",
                    ["chore": .string("\(chore.name)"), "why": .string("\(error)")])
            }
        }
    }
}
