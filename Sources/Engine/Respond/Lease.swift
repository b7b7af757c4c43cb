import Synchronization

/// The right to work on one execution while a run lasts, renewed as seldom as is safe: each renewal is a durable write.
final class Lease: Sendable {
    private let execution: String
    private let responder: Responder
    /// When it was renewed last, in seconds since 1970.
    private let renewed: Mutex<Double>
    /// Place of the last entry of the execution that this process knows of.
    private let last = Mutex(0)

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

    /// Reads the execution, and from then on writes only behind what was read.
    @inline(never)
    func read() async throws -> Execution {
        let entries = try await responder.journal.entries(of: execution)
        follow(entries.last?.sequence ?? 0)
        return Execution(id: execution, replaying: entries.map(\.record))
    }

    /// From here on is written behind an entry that this process has written or read.
    func follow(_ sequence: Int) { last.withLock { $0 = sequence } }

    private static let attempts = 5

    /// Writes a record, and answers it, behind what people have decided meanwhile.
    ///
    /// The right alone would not do: a process may be paused between its renewal and the write, or find it free again after
    /// others have worked. Throws when anything else was written meanwhile; then nothing more may be changed.
    @inline(never)
    func append(_ record: Record) async throws -> [Record] {
        try await renew()
        var decisions: [Record] = []
        for _ in 1...Self.attempts {
            let entry = try await responder.journal.append(
                record, to: execution, at: responder.time, after: last.withLock { $0 })
            if let entry {
                follow(entry.sequence)
                return decisions + [record]
            }
            decisions += try await decisionsMeanwhile()
        }
        throw Responder.takenOver(execution)
    }

    private func decisionsMeanwhile() async throws -> [Record] {
        let known = last.withLock { $0 }
        let entries = try await responder.journal.entries(of: execution).filter { $0.sequence > known }
        guard entries.allSatisfy(\.record.isDecision) else { throw Responder.takenOver(execution) }
        if let sequence = entries.last?.sequence { follow(sequence) }
        return entries.map(\.record)
    }
}

extension Record {
    /// Whether a person writes it beside whoever works on the execution.
    fileprivate var isDecision: Bool {
        switch self {
        case .approved, .declined: true
        default: false
        }
    }
}
