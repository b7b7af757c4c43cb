import ActionKit
import AWSClient
import JSON

/// Takes an execution's changes back, in reverse order, and only where the live state is what Quell left.
package struct Undoer: Sendable {
    /// How an undo ended.
    package enum Ending: Hashable, Sendable {
        case undone([String])
        /// What would be taken back, a sentence and a call each; nothing was changed or written down.
        case wouldUndo([String])
        /// Nothing was changed: somebody else has changed these things meanwhile.
        case refused([UndoConflict])
        /// Some changes are taken back and one could not be.
        case failed(StepName, why: String, undone: [String])
        case nothingToUndo(String)
    }

    let journal: any Journal
    let access: any AccountAccess
    let clock: EngineClock
    let owner: LeaseOwner

    /// What it waits for, a sentence each.
    let progress: @Sendable (String) -> Void

    package init(
        journal: any Journal, access: any AccountAccess, clock: EngineClock, owner: LeaseOwner,
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.progress = progress
        self.journal = journal
        self.access = access
        self.clock = clock
        self.owner = owner
    }

    private struct Way {
        let name: StepName
        let step: Step
        let call: Call
        let effect: Effect?
        /// What reading showed before anything was taken back; nil without an effect.
        let live: JSONValue?

        var isBackAlready: Bool { live != nil && live?.unordered == effect?.before.unordered }
    }

    /// Throws when the journal does not answer or there is no such execution; then nothing, or nothing more, was changed.
    package func undo(_ id: String, by person: String, isForced: Bool) async throws -> Ending {
        guard try await !journal.entries(of: id).isEmpty else { throw Self.unknown(id) }
        try await takeRight(id)
        let ending = try await undoClaimed(id, by: person, isForced: isForced)
        try await journal.release(id, by: owner)
        return ending
    }

    /// What `undo` would answer now, without changing anything or writing it down.
    package func preview(_ id: String) async throws -> Ending {
        let entries = try await journal.entries(of: id)
        guard !entries.isEmpty else { throw Self.unknown(id) }
        let execution = Execution(id: id, replaying: entries.map(\.record))
        if let nothing = nothingToUndo(execution) { return nothing }
        switch await look(execution) {
        case .failure(let failure): return .failed(failure.step, why: failure.why, undone: [])
        case .success(let ways):
            let conflicts = ways.compactMap { conflict($0, among: ways, of: execution) }
            if !conflicts.isEmpty { return .refused(conflicts) }
            return .wouldUndo(
                ways.map { way in
                    way.isBackAlready
                        ? "Back already: \(way.step.sentence)"
                        : "Would take back: \(way.step.sentence) (\(way.call.operation) \(way.call.input))"
                })
        }
    }

    private static func unknown(_ id: String) -> JournalError {
        JournalError(.unknownExecution, "The journal has no execution \"\(id)\". Run: quell journal list")
    }

    private func nothingToUndo(_ execution: Execution) -> Ending? {
        if execution.isUndone { return .nothingToUndo("Execution \(execution.id) was taken back before.") }
        guard execution.isUndoable || !execution.doubtful.isEmpty else {
            return .nothingToUndo("Execution \(execution.id) changed nothing that can be taken back.")
        }
        return nil
    }

    private func session(for action: String, of execution: Execution) -> Session {
        let calls = execution.planned.values.flatMap(\.plans).filter { $0.action == action }.flatMap(\.undoCalls)
            .compactMap { $0.filled(with: execution.outputs) }
        return Session(
            execution: execution.id, policy: SessionPolicy.text(allowing: calls), purpose: Session.undoing(action))
    }

    private static let attempts = 5

    /// Reads the execution only now: until the claim another process may have changed more.
    ///
    /// What is asked for is written behind what was read and nothing else: a process that was paused may begin one more call
    /// before that, and none after it.
    private func undoClaimed(_ id: String, by person: String, isForced: Bool) async throws -> Ending {
        for _ in 1...Self.attempts {
            let entries = try await journal.entries(of: id)
            let execution = Execution(id: id, replaying: entries.map(\.record))
            if let nothing = nothingToUndo(execution) { return nothing }
            let time = ISO8601.format(clock.now().rounded(.down))
            let request = Record.undoRequested(by: person, isForced: isForced)
            guard try await journal.append(request, to: id, at: time, after: entries.last?.sequence ?? 0) != nil
            else { continue }
            // From here on no process begins a call; one that was begun before may still be on its way.
            try await drain(entries, id)
            return try await takeBack(execution, isForced: isForced)
        }
        throw JournalError(.unavailable, "Others keep writing about execution \(id). Wait, then try again.")
    }

    private func takeBack(_ execution: Execution, isForced: Bool) async throws -> Ending {
        let ways: [Way]
        switch await look(execution) {
        case .success(let found): ways = found
        case .failure(let failure): return .failed(failure.step, why: failure.why, undone: [])
        }
        guard !ways.isEmpty || execution.steps.contains(where: { execution.state(of: $0) == .undone }) else {
            return .nothingToUndo("Execution \(execution.id) has no change that holds now and can be taken back.")
        }
        let conflicts = ways.compactMap { conflict($0, among: ways, of: execution) }
        guard conflicts.isEmpty || isForced else {
            try await write(.undoRefused(conflicts: conflicts), execution.id)
            return .refused(conflicts)
        }
        var sentences: [String] = []
        var sessions: [String: Session] = [:]
        for way in ways {
            try await claim(execution.id)
            let session = sessions[way.name.action] ?? session(for: way.name.action, of: execution)
            sessions[way.name.action] = session
            if let why = try await takeBack(way, in: session) {
                try await write(.undoFailed(step: way.name, why: why), execution.id)
                return .failed(way.name, why: why, undone: sentences)
            }
            sentences.append("\(way.isBackAlready ? "Back already" : "Taken back"): \(way.step.sentence)")
        }
        try await write(.undone, execution.id)
        return .undone(sentences)
    }

    private struct LookFailure: Error {
        let step: StepName
        let why: String
    }

    /// Every step that has a way back, last one first, with the value of its effect now.
    private func look(_ execution: Execution) async -> Result<[Way], LookFailure> {
        var readers: [String: EffectReader] = [:]
        var ways: [Way] = []
        for name in execution.steps.reversed() {
            let isDoubtful = execution.doubtful.contains(name)
            guard isDoubtful || [.done, .intended].contains(execution.state(of: name)),
                let step = execution.step(name), case .call(let template) = step.undo
            else { continue }
            let effect = step.effect?.filled(with: execution.outputs)
            var reader =
                readers[name.action]
                ?? EffectReader(access: access, session: session(for: name.action, of: execution))
            var live: JSONValue?
            do throws(AWSError) {
                if let effect { live = try await reader.value(effect.read, effect.select) }
            } catch {
                return .failure(LookFailure(step: name, why: "The live state cannot be read: \(error)"))
            }
            readers[name.action] = reader
            // Unless the change of a failed step has come late there is nothing to take back.
            if isDoubtful, effect == nil || live?.unordered != effect?.after.unordered { continue }
            guard let call = template.filled(with: execution.outputs) else {
                return .failure(LookFailure(step: name, why: "The journal lacks what the way back needs."))
            }
            ways.append(Way(name: name, step: step, call: call, effect: effect, live: live))
        }
        return .success(ways)
    }

    /// A step conflicts when its thing is neither as Quell left it nor as it was.
    ///
    /// Of several steps that changed the same thing only the last one can be compared.
    private func conflict(_ way: Way, among ways: [Way], of execution: Execution) -> UndoConflict? {
        guard let effect = way.effect, let live = way.live else { return nil }
        let last = ways.first { $0.effect?.read == effect.read && $0.effect?.select == effect.select }
        let isOwn = live.unordered == effect.after.unordered || execution.left(at: effect).contains(live.unordered)
        guard last?.name == way.name, !isOwn, !way.isBackAlready else { return nil }
        return UndoConflict(
            step: way.name, sentence: way.step.sentence, before: effect.before, left: effect.after, live: live)
    }

    /// Takes one step back and reads that it is; answers why not.
    private func takeBack(_ way: Way, in session: Session) async throws -> String? {
        let id = session.execution
        if way.isBackAlready {
            try await write(
                .undoObserved(step: way.name, now: way.live ?? .null, note: "It was back already."), id)
            return nil
        }
        try await write(.undoIntent(step: way.name), id)
        var failure: AWSError?
        do throws(AWSError) {
            _ = try await access.perform(way.call, in: session)
        } catch {
            failure = error
        }
        guard let effect = way.effect else {
            if let failure { return "\(failure)" }
            try await write(.undoObserved(step: way.name, now: .null, note: nil), id)
            return nil
        }
        return try await readBack(way.name, effect, after: failure, in: session)
    }

    /// Reads until the step is back; answers why it is not.
    ///
    /// A call without a readable answer may have worked, and its effect then takes as long as any.
    private func readBack(
        _ name: StepName, _ effect: Effect, after failure: AWSError?, in session: Session
    ) async throws -> String? {
        let isWaitedFor = failure?.mayHaveWorked ?? true
        let deadline = clock.now() + Double(isWaitedFor ? effect.patience : 0)
        while true {
            var reader = EffectReader(access: access, session: session)
            let last: String
            let reading: Result<JSONValue, AWSError>
            do throws(AWSError) {
                reading = .success(try await reader.value(effect.read, effect.select))
            } catch {
                reading = .failure(error)
            }
            switch reading {
            case .success(let now) where now.unordered == effect.before.unordered:
                try await write(.undoObserved(step: name, now: now, note: nil), session.execution)
                return nil
            case .success(let now): last = "It reads \(now); \(effect.before) was expected."
            case .failure(let error):
                guard error.isRetryable else { return "\(failure ?? error)" }
                last = "\(error)"
            }
            guard clock.now() < deadline else { return failure.map { "\($0)" } ?? last }
            try await clock.sleep(.milliseconds(300))
        }
    }

    private func write(_ record: Record, _ id: String) async throws {
        try await journal.append(record, to: id, at: ISO8601.format(clock.now().rounded(.down)))
    }
}

extension Execution {
    /// The values that Quell itself may have left where an effect is read: that of the last step that was seen to work, and
    /// those of later ones that were called and not seen to.
    fileprivate func left(at effect: Effect) -> Set<JSONValue> {
        var values: Set<JSONValue> = []
        for name in steps.reversed() {
            guard let other = step(name)?.effect?.filled(with: outputs), other.read == effect.read,
                other.select == effect.select
            else { continue }
            switch state(of: name) {
            case .done, .alreadyDone: return values.union([other.after.unordered])
            case .intended, .failed: if called.contains(name) { values.insert(other.after.unordered) }
            case .planned, .undone: continue
            }
        }
        return values
    }
}
