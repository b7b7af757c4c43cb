import Allocations
import EventPattern
import Foundation
import Synchronization

/// Some rules and a file of events: how many events a second of one thread's processor time, with every count checked.
struct Workload {
    let name: String
    let matcher: Matcher
    /// How often each rule matches; nil where that is not known.
    let expected: [Int]?
    let expectedTotal: Int?
    /// What is to be printed beside the measures.
    var notes: [(String, String)] = []

    struct Wrong: Error, CustomStringConvertible {
        let description: String
    }

    /// One time through all events, of each thread: their matches together, and the seconds that all events of one take.
    fileprivate struct Pass {
        var matches = 0
        var seconds = 0.0
        var allocations: Int64 = 0
    }

    /// Prints a JSON line: two passes to warm up, of which one counts how often each rule matches, then seven.
    func run(_ events: Events, threads: Int, passes: Int) throws {
        let bytes = events.lines.reduce(0) { $0 + $1.count }
        let counts = try Self.counts(matcher, events)
        try check(counts)
        let matches = counts.reduce(0, +)
        let results = try measure(events, threads: threads, passes: passes)
        for pass in results where pass.matches != threads * matches {
            throw Wrong(description: "\(name): \(pass.matches) matches, of single rules \(threads * matches)")
        }
        let rates = results.map { Double(events.lines.count) / $0.seconds }.sorted()
        let best = rates[rates.count - 1]
        let allocations = results.map(\.allocations).max() ?? 0
        let perEvent = Double(allocations) / Double(events.lines.count)
        guard allocations <= 0 else { throw Wrong(description: "\(name): \(allocations) allocations in a pass") }
        var fields: [(String, String)] = [
            ("workload", "\"\(name)\""), ("threads", "\(threads)"), ("rules", "\(matcher.count)"),
            ("events", "\(events.lines.count)"), ("matches", "\(matches)"),
            ("eventsPerSecond", "\(Int(best))"), ("median", "\(Int(rates[rates.count / 2]))"),
            ("gigabytesPerSecond", "\((best * Double(bytes) / Double(events.lines.count) / 1e9).rounded(2))"),
            ("allocationsPerEvent", "\(perEvent.rounded(3))"), ("peakMegabytes", "\(peakMemory() / 1_000_000)"),
        ]
        fields += notes
        print("{" + fields.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}")
        fflush(nil)
    }

    private func check(_ counts: [Int]) throws {
        if let expectedTotal, counts.reduce(0, +) != expectedTotal {
            throw Wrong(description: "\(name): \(counts.reduce(0, +)) matches, \(expectedTotal) are right")
        }
        guard let expected else { return }
        for (rule, pair) in zip(counts, expected).enumerated() where pair.0 != pair.1 {
            throw Wrong(description: "\(name), rule \(rule): \(pair.0) matches, \(pair.1) are right")
        }
    }

    /// With more threads than one each goes through all events; the rate is that of all of them.
    private func measure(_ events: Events, threads: Int, passes: Int) throws -> [Pass] {
        if threads == 1 {
            let scratch = MatchScratch()
            _ = try Self.pass(matcher, events, scratch)
            return try (0..<passes).map { _ in try Self.pass(matcher, events, scratch) }
        }
        return try (0..<passes).map { _ in
            let results = Results()
            let workers = (0..<threads).map { _ in
                let worker = Thread { [matcher] in
                    let scratch = MatchScratch()
                    _ = try? Self.pass(matcher, events, scratch)  // to warm up
                    if let pass = try? Self.pass(matcher, events, scratch) { results.add(pass) }
                }
                worker.stackSize = 16 << 20
                worker.start()
                return worker
            }
            while workers.contains(where: { !$0.isFinished }) { usleep(1_000) }
            let all = results.all
            guard all.count == threads else { throw Wrong(description: "\(name): an event could not be read") }
            // Events of all threads for the mean of their seconds.
            let mean = all.map(\.seconds).reduce(0, +) / Double(threads)
            let matches = all.map(\.matches).reduce(0, +)
            // What is allocated is counted for the whole process, and making threads takes some: one thread shows it.
            return Pass(matches: matches, seconds: mean / Double(threads))
        }
    }

    private static func pass(_ matcher: Matcher, _ events: Events, _ scratch: MatchScratch) throws -> Pass {
        try events.bytes.withUnsafeBufferPointer { bytes in
            var pass = Pass()
            let allocations = allocation_count()
            let start = threadSeconds()
            for line in events.lines {
                pass.matches += try matcher.match(UnsafeBufferPointer(rebasing: bytes[line]), scratch)
            }
            pass.seconds = threadSeconds() - start
            pass.allocations = allocation_count() - allocations
            return pass
        }
    }

    /// How often each rule matches.
    private static func counts(_ matcher: Matcher, _ events: Events) throws -> [Int] {
        let scratch = MatchScratch()
        var counts = [Int](repeating: 0, count: matcher.count)
        try events.bytes.withUnsafeBufferPointer { bytes in
            for line in events.lines {
                try matcher.match(UnsafeBufferPointer(rebasing: bytes[line]), scratch)
                scratch.withMatches { for rule in $0 { counts[rule] += 1 } }
            }
        }
        return counts
    }
}

/// What several threads have measured.
private final class Results: Sendable {
    private let results = Mutex<[Workload.Pass]>([])

    func add(_ pass: Workload.Pass) { results.withLock { $0.append(pass) } }

    var all: [Workload.Pass] { results.withLock { $0 } }
}
