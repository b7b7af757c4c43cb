import Engine
import ServiceLifecycle

/// Tries from time to time whether the journal and the inbox can be written, also while nothing happens.
struct HealthProbe: Service {
    let journal: any Journal
    let inbox: EventInbox
    let health: ServiceHealth
    let clock: EngineClock
    let owner: LeaseOwner

    /// Seconds between two tries.
    static let pause = 10.0
    /// The lease that is taken and given back; no execution has such an id.
    private static let name = "service-probe"

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await look()
                // Only cancellation ends a sleep early, and the loop sees that itself.
                try? await clock.sleep(.milliseconds(Int64(Self.pause * 1_000)))
            }
        }
    }

    func look() async {
        do throws(JournalError) {
            let now = clock.now()
            if try await journal.claim(Self.name, by: owner, until: now + Self.pause, now: now) {
                try await journal.release(Self.name, by: owner)
            }
            health.answered(.journal)
        } catch {
            health.failed(.journal, error.description)
        }
        do throws(InboxError) {
            _ = try await inbox.level()
            // Reading is no proof: what was written last must have become durable, too.
            if let failure = inbox.commits.failure { health.failed(.inbox, failure) } else { health.answered(.inbox) }
        } catch {
            health.failed(.inbox, error.description)
        }
    }
}
