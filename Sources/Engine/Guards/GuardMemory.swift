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

    /// What a guard held, in the register of its day.
    struct HeldEntry: Sendable {
        let sequence: Int
        /// Seconds since 1970.
        let time: Double
        let held: Gathered
    }

    private struct Row {
        var all: [HeldEntry] = []
        var last = 0
    }

    private let journal: any Journal
    /// By how far back they reach: what one limit forgets, another still counts.
    private let plans = Mutex<[Double: Plans]>([:])
    /// By the day.
    private let rows = Mutex<[Int: Row]>([:])

    /// How much more is remembered, in seconds, because the clocks of those who ask at the same time differ.
    private static let slack = 600.0
    /// How far before the last known sequence rows are read again: a journal that answers in pages may have shown a row and
    /// not the one before it, which was written at the same moment.
    private static let overlap = 1_000
    /// How many days of what was held are remembered; others are read when somebody asks for them.
    private static let days = 2

    package init(journal: any Journal) { self.journal = journal }

    /// Plans of the phase `contain` of all executions since a time and a little longer, in the order of the journal.
    func plans(within horizon: Double, now: Double) async throws(JournalError) -> [PastPlan] {
        let since = now - horizon
        let known = plans.withLock { $0[horizon] } ?? Plans()
        // Whose clock was put back asks for what is forgotten, and reads it all again.
        let after = since < known.since ? 0 : max(0, known.last - Self.overlap)
        let start = max(0, since - Self.slack)
        let entries = try await journal.planned(since: ISO8601.format(start.rounded(.down)), after: after)
        let read = entries.compactMap(PastPlan.init)
        return plans.withLock { plans in
            var known = plans[horizon] ?? Plans()
            known.all.merge(read, after: after, by: \.sequence)
            known.last = max(known.last, entries.last?.sequence ?? 0)
            known.all.removeAll { $0.time < start }
            known.since = start
            plans[horizon] = known
            return known.all
        }
    }

    /// What was held on a day, counted from 1970, with the times at which that was written, in the order of the journal.
    func held(onDay day: Int) async throws(JournalError) -> [HeldEntry] {
        let after = max(0, (rows.withLock { $0[day]?.last } ?? 0) - Self.overlap)
        let entries = try await journal.entries(of: Register.holds(day), after: after)
        let read = entries.compactMap(HeldEntry.init)
        return rows.withLock { rows in
            var row = rows[day] ?? Row()
            row.all.merge(read, after: after, by: \.sequence)
            row.last = max(row.last, entries.last?.sequence ?? 0)
            rows[day] = row
            while rows.count > Self.days, let oldest = rows.keys.min() { rows[oldest] = nil }
            return row.all
        }
    }
}

extension Array {
    /// Adds what was read after a sequence and is not there yet; others may have read and added some of it meanwhile.
    fileprivate mutating func merge(_ read: [Element], after sequence: Int, by number: (Element) -> Int) {
        let start = firstIndex { number($0) > sequence } ?? endIndex
        let known = Set(self[start...].map(number))
        let new = read.filter { !known.contains(number($0)) }
        guard !new.isEmpty else { return }
        replaceSubrange(start..., with: (self[start...] + new).sorted { number($0) < number($1) })
    }
}

extension GuardMemory.HeldEntry {
    init?(_ entry: Entry) {
        guard case .gathered(let held) = entry.record, let time = ISO8601.parse(entry.time) else { return nil }
        self.init(sequence: entry.sequence, time: time, held: held)
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
