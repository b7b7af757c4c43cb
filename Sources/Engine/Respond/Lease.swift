import Synchronization

/// The right to work on one execution while a run lasts, renewed as seldom as is safe: each renewal is a durable write.
final class Lease: Sendable {
    private let execution: String
    private let responder: Responder
    /// When it was renewed last, in seconds since 1970.
    private let renewed: Mutex<Double>

    /// Begins with a right that was claimed just now.
    init(_ execution: String, _ responder: Responder) {
        self.execution = execution
        self.responder = responder
        renewed = Mutex(responder.clock.now())
    }

    /// Renews the right once a third of its time is over; nobody else can have it before all of it is.
    ///
    /// Throws when somebody else has it all the same; then nothing more may be changed.
    func renew() async throws {
        let now = responder.clock.now()
        let age = now - renewed.withLock { $0 }
        // A clock that was set back says nothing about the age.
        guard age < 0 || age > Responder.lease / 3 else { return }
        try await responder.renew(execution)
        renewed.withLock { $0 = now }
    }
}
