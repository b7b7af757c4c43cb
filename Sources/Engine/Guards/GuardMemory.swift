import AWSClient
import Playbook
import Synchronization

/// What a process has read of the journal for its guards.
///
/// Rows of a journal only grow, so each is read once, and not once for each finding: in a flood of findings every decision
/// would read all that came before it, and those of other accounts would wait.
package final class GuardMemory: Sendable {
    /// Changes that one execution planned.
    struct PastPlan: Sendable {
        let sequence: Int
        let execution: String
        /// Seconds since 1970.
        let time: Double
        let changes: [PlannedChange]
    }

    private struct Plans {
        /// Nothing earlier is remembered.
        var since = Double.infinity
        var all: [PastPlan] = []
        var last = 0
    }

    private struct Row {
        var all: [(time: String, held: Gathered)] = []
        var last = 0
    }

    private let journal: any Journal
    /// By how far back they reach: what one limit forgets, another still counts.
    private let plans = Mutex<[Double: Plans]>([:])
    /// By the hour.
    private let rows = Mutex<[Int: Row]>([:])

    /// How much more is remembered, in seconds, because the clocks of those who ask at the same time differ.
    private static let slack = 600.0
    /// How many hours of what was held are remembered; others are read when somebody asks for them.
    private static let hours = 3

    package init(journal: any Journal) { self.journal = journal }

    /// Plans of the phase `contain` of all executions since a time and a little longer, in the order of the journal.
    func plans(within horizon: Double, now: Double) async throws(JournalError) -> [PastPlan] {
        let since = now - horizon
        let known = plans.withLock { $0[horizon] } ?? Plans()
        // Whose clock was put back asks for what is forgotten, and reads it all again.
        let last = since < known.since ? 0 : known.last
        let start = max(0, since - Self.slack)
        let entries = try await journal.planned(since: ISO8601.format(start.rounded(.down)), after: last)
        let read = entries.compactMap(PastPlan.init)
        return plans.withLock { plans in
            var known = plans[horizon] ?? Plans()
            if last == 0 {
                let others = known.all.drop { $0.sequence <= entries.last?.sequence ?? 0 }
                known.all = read + others
            } else {
                // Somebody else may have read them meanwhile.
                known.all += read.drop { $0.sequence <= known.last }
            }
            known.last = max(known.last, entries.last?.sequence ?? 0)
            known.all.removeAll { $0.time < start }
            known.since = start
            plans[horizon] = known
            return known.all
        }
    }

    /// What was held in an hour, with the times at which that was written, in the order of the journal.
    func held(inHour hour: Int) async throws(JournalError) -> [(time: String, held: Gathered)] {
        let last = rows.withLock { $0[hour]?.last } ?? 0
        let entries = try await journal.entries(of: Register.holds(hour), after: last)
        return rows.withLock { rows in
            var row = rows[hour] ?? Row()
            for entry in entries where entry.sequence > row.last {
                row.last = entry.sequence
                guard case .gathered(let held) = entry.record else { continue }
                row.all.append((entry.time, held))
            }
            rows[hour] = row
            while rows.count > Self.hours, let oldest = rows.keys.min() { rows[oldest] = nil }
            return row.all
        }
    }
}

extension GuardMemory.PastPlan {
    init?(_ entry: Entry) {
        guard case .planned(let planned) = entry.record, let time = ISO8601.parse(entry.time) else { return nil }
        self.init(
            sequence: entry.sequence, execution: entry.execution, time: time,
            changes: planned.changes(execution: entry.execution, time: time))
    }
}
