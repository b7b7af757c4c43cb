/// Holds a whole journal against what Quell promises.
package struct JournalAudit: Sendable {
    package let journal: any Journal

    package init(_ journal: any Journal) { self.journal = journal }

    /// What the audit found.
    package struct Report: Hashable, Sendable, Codable {
        package let executions: Int
        /// Executions that have ended, by outcome.
        package let ended: [String: Int]
        /// Executions that have not ended: somebody works on them, or must be told to (send the event again).
        package let open: [String]
        package let breaches: [Breach]
        package let chain: Verification

        package var isClean: Bool { breaches.isEmpty && chain.firstBroken == nil }
    }

    /// Reads every execution once.
    package func report() async throws(JournalError) -> Report {
        var breaches: [Breach] = []
        var (ended, open): ([String: Int], [String]) = ([:], [])
        var kinds: [String: String] = [:]
        let ids = try await journal.executions(newest: Int(Int32.max)).reversed()
        for id in ids {
            let entries = try await journal.entries(of: id)
            let audit = ExecutionAudit(id, entries)
            breaches += audit.breaches
            if audit.execution.isClosed {
                ended[audit.execution.conclusion?.outcome.rawValue ?? "undone", default: 0] += 1
            } else {
                open.append(id)
            }
            guard let admission = audit.execution.admission else { continue }
            if let other = kinds.updateValue(id, forKey: "\(admission.key) \(admission.generation)") {
                breaches.append(
                    Breach(
                        promise: .oneOfAKind, execution: id, sequence: entries.first?.sequence ?? 0,
                        why: "Execution \(other) has the same key and generation."))
            }
        }
        return Report(
            executions: ids.count, ended: ended, open: open, breaches: breaches, chain: try await journal.verify())
    }
}
