import AWSClient

extension Undoer {
    /// How long a call may take to have its effect after its intent was written, in seconds: three attempts of the client,
    /// and what lies between them.
    static let longestCall = 60.0
    /// How long an undo waits for a response to end, in seconds: longer than any process may work on one.
    static let patience = 900.0
    private static let pause = 2.0

    /// Waits until nobody works on the execution, and takes the right to.
    func takeRight(_ id: String) async throws {
        let deadline = clock.now() + Self.patience
        var isTold = false
        while try await !isClaimed(id) {
            guard clock.now() < deadline else { throw Self.busy(id) }
            if !isTold {
                progress("Execution \(id) is being worked on; its changes are taken back once that has ended.")
            }
            isTold = true
            try await clock.sleep(.seconds(Self.pause))
        }
    }

    /// Waits until no call of the execution can land any more.
    ///
    /// AWS does not know of the right: a call that is on its way would change the resource again behind the undo. Where the
    /// response ended by itself there is nothing to wait for.
    func drain(_ entries: [Entry], _ id: String) async throws {
        guard let landing = lastLanding(entries) else { return }
        if clock.now() < landing {
            progress(
                "The last call of execution \(id) may still have an effect; waiting for "
                    + "\(Int((landing - clock.now()).rounded(.up))) s.")
        }
        while clock.now() < landing {
            try await clock.sleep(.seconds(min(Self.pause, landing - clock.now())))
            try await claim(id)
        }
    }

    /// When the call of an intent that nothing was observed of has landed at the latest; nil where there is none.
    private func lastLanding(_ entries: [Entry]) -> Double? {
        var open: (step: StepName, time: Double)?
        for entry in entries {
            switch entry.record {
            // A time that cannot be read is now.
            case .intent(let step, _): open = (step, ISO8601.parse(entry.time) ?? clock.now())
            case .observed(let observation) where observation.step == open?.step: open = nil
            case .stepFailed(let step, _) where step == open?.step: open = nil
            case .stepHalted(let step, _) where step == open?.step: open = nil
            default: continue
            }
        }
        return open.map { min($0.time, clock.now()) + Self.longestCall }
    }

    private static func busy(_ id: String) -> JournalError {
        JournalError(
            .unavailable, "Another process is working on execution \(id). Wait until it has ended, then try again.")
    }

    /// Takes or keeps the right to work on the execution; losing it stops the work before the next change.
    func claim(_ id: String) async throws {
        guard try await isClaimed(id) else { throw Self.busy(id) }
    }

    private func isClaimed(_ id: String) async throws -> Bool {
        let now = clock.now()
        return try await journal.claim(id, by: owner, until: now + Responder.lease, now: now)
    }
}
