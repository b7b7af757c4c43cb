import AWSClient
package import ActionKit
import EventPattern
import Findings
import JSON
package import Playbook

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Holds a playbook against a history of events: counts what it would have done, in memory that does not grow with it.
package struct Replay {
    private let playbook: Playbook
    private let minutes: Double
    private var side: Side
    private var old: Side?
    private var stream = EventStream()
    private var tallies = HistoryTallies()
    private var changes = Changes()
    private var costs = ReplayReport.Costs()
    private var events = 0
    private var bytes = 0

    /// One playbook, ready to match and to decide.
    private struct Side {
        var matcher: RuleMatcher
        var decider: OfflineDecider
        let names: [String]

        init(_ playbook: Playbook, _ actions: [any Action.Type]) throws(ReplayError) {
            matcher = RuleMatcher(playbook.rules.map(\.when))
            decider = try OfflineDecider(playbook, actions)
            names = playbook.rules.map(\.name)
        }
    }

    /// `old` is the playbook to compare with; `minutes` are what a person needs for one response by hand.
    package init(
        _ playbook: Playbook, comparedWith old: Playbook? = nil, actions: [any Action.Type], minutes: Double
    ) throws(ReplayError) {
        self.playbook = playbook
        self.minutes = minutes
        side = try Side(playbook, actions)
        if let old { self.old = try Side(old, actions) }
    }

    /// Reads files, and standard input for `-`; `progress` hears how many of their bytes are read, and of how many events.
    package mutating func read(_ paths: [String], progress: (_ bytes: Int, _ events: Int) -> Void) async throws {
        var before = 0
        for path in paths {
            var clock = StageClock()
            var stream = stream
            var ofThis = 0
            try await stream.read(path) { batch, bytesRead in
                costs.reading += clock.lap()
                try await take(batch, &clock)
                ofThis = bytesRead
                progress(before + bytesRead, events)
            }
            costs.reading += clock.lap()
            self.stream = stream
            before += ofThis
        }
        bytes += before
    }

    private mutating func take(_ batch: EventBatch, _ clock: inout StageClock) async throws {
        var matched: [(event: Range<Int>, rules: [Int], old: [Int])] = []
        events += batch.events.count
        batch.bytes.withUnsafeBufferPointer { buffer in
            for event in batch.events {
                let text = UnsafeBufferPointer(rebasing: buffer[event])
                do throws(EventError) {
                    let rules = try side.matcher.matches(text)
                    let others = try old?.matcher.matches(text) ?? []
                    if rules.isEmpty, others.isEmpty {
                        tallies.dismiss(.unmatched)
                    } else {
                        matched.append((event, rules, others))
                    }
                } catch {
                    tallies.dismiss(.unreadable)
                }
            }
        }
        costs.matching += clock.lap()
        for (event, rules, others) in matched { await decide(Array(batch.bytes[event]), rules, others) }
        costs.deciding += clock.lap()
    }

    private mutating func decide(_ bytes: [UInt8], _ rules: [Int], _ others: [Int]) async {
        let past: PastEvent
        switch PastEvent.read(bytes) {
        case .failure(let dismissed): return tallies.dismiss(dismissed.dismissal)
        case .success(let read): past = read
        }
        if rules.isEmpty { tallies.dismiss(.unmatched) }
        let verdicts = await side.decider.verdicts(past, rules)
        for (rule, verdict) in verdicts { tallies.add(verdict, of: side.names[rule], past) }
        guard var old else { return }
        let earlier = await old.decider.verdicts(past, others)
        self.old = old
        changes.compare(
            Dictionary(earlier.map { (old.names[$0.rule], $0.verdict) }, uniquingKeysWith: { first, _ in first }),
            Dictionary(verdicts.map { (side.names[$0.rule], $0.verdict) }, uniquingKeysWith: { first, _ in first }),
            past)
    }

    /// What came of everything that was read so far.
    package var report: ReplayReport {
        ReplayReport(
            events: events, bytes: bytes, overlong: stream.overlong, costs: costs, tallies: tallies,
            rules: side.names, changes: old == nil ? nil : changes,
            hasForgotten: side.decider.hasForgotten, minutes: minutes)
    }
}

/// CPU time of this process between two moments.
struct StageClock {
    private var last = StageClock.now

    mutating func lap() -> Double {
        let now = Self.now
        defer { last = now }
        return now - last
    }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
