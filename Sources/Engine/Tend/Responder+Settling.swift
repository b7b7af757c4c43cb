import AWSClient
import ActionKit

extension Responder {
    /// For how long a look that cannot be read is tried again before people are told, in seconds.
    static let unreadPatience = 120.0

    /// Reads whether an execution's changes still hold; what does not is done again as it was planned, and told.
    ///
    /// nil when another process is at it, or it needs no look any more.
    func settle(_ id: String) async throws -> Tended? {
        let material = try await material(of: load(id))
        guard try await claim(id) else { return nil }
        let tended = try await settleClaimed(id, decider(material))
        try await journal.release(id, by: settings.owner)
        return tended
    }

    private func settleClaimed(_ id: String, _ decider: Decider) async throws -> Tended? {
        // Read only now: until the claim another process may have looked, or a person may have taken it back.
        let entries = try await journal.entries(of: id)
        let execution = Execution(id: id, replaying: entries.map(\.record))
        let settling = Settling(entries)
        guard execution.isClosed, !execution.isUndoBegun, let check = settling.due(at: clock.now()) else { return nil }
        if try await isSuperseded(execution) {
            finished.add(id)
            return nil
        }
        let open: [Proof.Open]
        do throws(AWSError) {
            open = try await stillOpen(execution, decider)
        } catch {
            let why = "Whether its changes still hold cannot be read: \(error)"
            guard settling.delay(of: check, at: clock.now()) >= Self.unreadPatience else {
                return Tended(.unread, id, check: check, why: why)
            }
            let withheld = Conclusion(.held, "What cannot be read is not done again.")
            return try await answer(
                Drift(check: check, differences: [why], withheld: withheld, mayPass: true), execution, entries, decider)
        }
        guard !open.isEmpty else {
            // Written behind what was read: otherwise another process has gone on, and what it found counts.
            guard try await isWritten(.settled(Settled(check: check)), behind: entries, of: id) else { return nil }
            return Tended(.settled, id, check: check, why: "Its changes still hold, read back from AWS.")
        }
        let repair = await decider.repair(open.compactMap(\.step), of: execution)
        let drift = Drift(
            check: check, differences: open.map(\.sentence), steps: repair.steps, withheld: repair.withheld,
            mayPass: repair.mayPass)
        return try await answer(drift, execution, entries, decider)
    }

    /// What does not hold, read twice: the first answer may be older than the last change.
    private func stillOpen(_ execution: Execution, _ decider: Decider) async throws(AWSError) -> [Proof.Open] {
        let proof = Proof(access: access) { decider.watchingSession(execution.id, of: $0) }
        // What was not proven at the end is known already.
        let isProven = execution.conclusion?.outcome == .contained
        guard try await !proof.openAfterEnd(execution, withConditions: isProven).isEmpty else { return [] }
        try? await clock.sleep(.seconds(2))
        return try await proof.openAfterEnd(execution, withConditions: isProven)
    }

    private func answer(
        _ drift: Drift, _ execution: Execution, _ entries: [Entry], _ decider: Decider
    ) async throws -> Tended? {
        try await renew(execution.id)
        guard try await isWritten(.drifted(drift), behind: entries, of: execution.id) else { return nil }
        var run = Run(execution, responder: self, decider: decider)
        try await run.finish()
        return Tended(.drifted, run.execution.response(), check: drift.check)
    }

    private func isWritten(_ record: Record, behind entries: [Entry], of id: String) async throws -> Bool {
        try await journal.append(record, to: id, at: time, after: entries.last?.sequence ?? 0) != nil
    }

    /// Whether a later execution of the same finding has taken its place, with a plan of its own.
    private func isSuperseded(_ execution: Execution) async throws -> Bool {
        guard let key = execution.admission?.key, let last = try await journal.executions(withKey: key).last,
            last != execution.id, let planned = try await load(last).planned[.contain]
        else { return false }
        return planned.held == nil
    }
}
