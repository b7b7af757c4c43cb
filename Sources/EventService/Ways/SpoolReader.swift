import Engine
import JSON
import ServiceLifecycle

/// Takes in the files of a folder; each is moved to `done` once its events are durable, or to `failed` where it holds none.
struct SpoolReader: Service {
    let folder: SpoolFolder
    let inbox: EventInbox
    let metrics: ServiceMetrics
    let health: ServiceHealth
    let log: Log
    let clock: EngineClock

    /// Most bytes of a file: it is read whole.
    static let largestFile = 16_000_000
    private static let together = 256

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await look()
                // Only cancellation ends a sleep early, and the loop sees that itself.
                try? await clock.sleep(.milliseconds(500))
            }
        }
    }

    func look() async {
        do {
            for name in try folder.names() {
                guard !Task.isCancelled, try await takesIn(name) else { return }
            }
        } catch {
            log.write(.error, "the spool folder cannot be used", ["why": .string("\(error)")])
        }
    }

    /// Whether the inbox had room; where it had not, the file waits, and what was taken of it already is known then.
    private func takesIn(_ name: String) async throws -> Bool {
        guard let size = folder.size(name), size <= Self.largestFile else {
            try fail(name, .tooLarge, "A file of the spool folder has at most \(Self.largestFile) bytes. Split it.")
            return true
        }
        let events = EventText.events(in: try folder.bytes(name))
        guard !events.isEmpty else {
            try fail(name, .malformed, "The file holds no event.")
            return true
        }
        for start in stride(from: 0, to: events.count, by: Self.together) {
            let part = Array(events[start..<min(start + Self.together, events.count)])
            do throws(InboxError) {
                guard case .accepted(let new, let known) = try await inbox.accept(part, at: clock.now()) else {
                    metrics.refused(.full)
                    return false
                }
                metrics.accepted(.spool, new: new, known: known)
            } catch {
                health.failed(.inbox, error.description)
                metrics.refused(.unavailable)
                throw error
            }
        }
        try folder.move(name, to: .done)
        return true
    }

    private func fail(_ name: String, _ refusal: ServiceMetrics.Refusal, _ why: String) throws {
        metrics.refused(refusal)
        log.write(.error, "a file of the spool folder is not taken", ["file": .string(name), "why": .string(why)])
        try folder.move(name, to: .failed)
    }
}
