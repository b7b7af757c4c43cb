import Engine
import JSON
import ServiceLifecycle
import Synchronization

/// Answers events that need a response, so many at a time.
///
/// On a graceful stop no event is taken any more. Those that are being answered may end within the grace time; then they are
/// put back, as if the process had ended: the journal says how far each came, and the next start goes on from there.
struct WorkerPool: Service {
    let inbox: EventInbox
    let playbook: LivePlaybook
    let metrics: ServiceMetrics
    let health: ServiceHealth
    let log: Log
    let clock: EngineClock
    let workers: Int
    let grace: Double

    func run() async throws {
        let stop = StopSign(inbox.readiness)
        let free = FreeWorkers(workers)
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                while !stop.isUp, !Task.isCancelled {
                    health.beat(.workers)
                    while !stop.isUp, let worker = free.take() {
                        guard let event = await take() else {
                            free.give(worker)
                            break
                        }
                        group.addTask {
                            await answer(event, worker)
                            free.give(worker)
                            inbox.readiness.ring()
                        }
                    }
                    await inbox.readiness.wait()
                }
                await waitForAll(free)
                group.cancelAll()
            }
        } onGracefulShutdown: {
            stop.putUp()
        }
    }

    /// Until nobody works any more, or the grace time is over.
    private func waitForAll(_ free: FreeWorkers) async {
        let end = clock.now() + grace
        while free.count < workers, clock.now() < end, !Task.isCancelled { await inbox.readiness.wait() }
        guard free.count < workers else { return }
        log.write(
            .warning, "responses are interrupted, the next start goes on with them",
            ["responses": .number(String(workers - free.count))])
    }

    private func take() async -> InboxEvent? {
        do throws(InboxError) {
            return try await inbox.take(at: clock.now())
        } catch {
            health.failed(.inbox, error.description)
            log.write(.error, "no event can be taken from the inbox", ["why": .string(error.description)])
            return nil
        }
    }

    private func answer(_ event: InboxEvent, _ worker: Int) async {
        let said = EventLog(log: log, metrics: metrics, event: event)
        let answer = await Answer.to(event.body, by: playbook.responder(worker: worker), telling: said)
        do throws(InboxError) {
            switch answer {
            case .done: try await inbox.finish(event.id)
            case .postponed(let why):
                said.postponed(why)
                let pause = Task.isCancelled ? 0 : Retry.pause
                try await inbox.putBack(event.id, until: clock.now() + pause, isCounted: false)
            case .failed(let why):
                let retry = Retry(after: event.attempts)
                said.failed(why, then: retry)
                switch retry {
                case .quarantine: try await inbox.quarantine(event.id, because: why)
                case .again(let seconds):
                    try await inbox.putBack(event.id, until: clock.now() + seconds, isCounted: true)
                }
            }
        } catch {
            // It stays taken, and the next start takes it up: the engine knows by the journal what is done already.
            health.failed(.inbox, error.description)
            log.write(.error, "what came of an event cannot be noted", ["why": .string(error.description)])
        }
    }
}

/// Which workers have nothing to do; each is one owner of leases, so that two never work on one execution.
final class FreeWorkers: Sendable {
    private let free: Mutex<[Int]>

    init(_ count: Int) { free = Mutex(Array((1...max(1, count)).reversed())) }

    var count: Int { free.withLock { $0.count } }

    func take() -> Int? { free.withLock { $0.popLast() } }

    func give(_ worker: Int) { free.withLock { $0.append(worker) } }
}
