import AWSClient
import Playbook

extension Responder {
    /// How long ago a plan may have been made whose execution is looked at again, in seconds: the last look, after as many
    /// repairs as there are, each with a runbook that takes its time.
    static let tendedFor = 6 * 3_600.0
    /// How many of the newest executions are asked whether somebody still works on them.
    static let newest = 200

    /// Does everything that is due and that no event asks for: looks whether changes still hold, goes on with what a
    /// process left in the middle, and tells people of approvals that nobody gave in time.
    ///
    /// It may be called at any time, by any number of processes. Throws when the journal does not answer.
    package func tend() async throws -> [Tended] {
        var tended: [Tended] = []
        if playbook.asksForApproval { tended += try await expireApprovals().map { Tended(.expired, $0) } }
        for id in try await tendable() {
            do {
                if let one = try await tend(id) { tended.append(one) }
            } catch let error as JournalError {
                tended.append(Tended(.failed, id, why: "\(error)"))
            }
        }
        return tended
    }

    /// Does what is due for one execution; nil when nothing is.
    package func tend(_ id: String) async throws -> Tended? {
        let entries = try await journal.entries(of: id)
        let execution = Execution(id: id, replaying: entries.map(\.record))
        // Another owner than for responses: what this process itself works on is not to be taken over.
        let tender = acting(as: "tend")
        guard execution.isClosed else { return try await tender.adopt(execution, lastEntry: entries.last) }
        let settling = Settling(entries)
        guard !settling.isOver, !execution.isUndone else {
            // What waits for people has not begun: once they approve it, it has an end of its own.
            if execution.approval == nil || execution.hasTouched { finished.add(id) }
            return nil
        }
        guard !execution.isUndoBegun, settling.due(at: clock.now()) != nil else { return nil }
        return try await tender.settle(id)
    }

    /// Executions that may have something due: of recent plans, and the newest ones.
    private func tendable() async throws(JournalError) -> [String] {
        var ids: [String] = []
        var seen: Set<String> = []
        for plan in try await memory.plans(within: Self.tendedFor, now: clock.now())
        where seen.insert(plan.execution).inserted { ids.append(plan.execution) }
        for id in try await journal.executions(newest: Self.newest).reversed() where seen.insert(id).inserted {
            ids.append(id)
        }
        finished.keep(seen)
        return ids.filter { !finished.holds($0) }
    }
}
