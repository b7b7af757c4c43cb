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

    private struct Pass {
        var counts: [Int]
        var seconds = 0.0
        var allocations: Int64 = 0
    }

    /// Prints a JSON line: two passes to warm up, then seven.
    func run(_ events: Events, threads: Int, passes: Int) throws {
        let bytes = events.lines.reduce(0) { $0 + $1.count }
        let results = try measure(events, threads: threads, passes: passes)
        var rates: [Double] = []
        for pass in results {
            try check(pass.counts)
            rates.append(Double(events.lines.count) / pass.seconds)
        }
        rates.sort()
        let best = rates[rates.count - 1]
        let allocations = results.map(\.allocations).max() ?? 0
        let perEvent = Double(allocations) / Double(events.lines.count)
        guard allocations <= 0 else { throw Wrong(description: "\(name): \(allocations) allocations in a pass") }
        var fields: [(String, String)] = [
            ("workload", "\"\(name)\""), ("threads", "\(threads)"), ("rules", "\(results[0].counts.count)"),
            ("events", "\(events.lines.count)"), ("matches", "\(results[0].counts.reduce(0, +))"),
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
        if threads == 1 { return try single(events, passes) }
        var results: [Pass] = []
        for _ in 0..<passes {
            let seconds = Results()
            let workers = (0..<threads).map { _ in
                let worker = Thread { [matcher] in
                    let scratch = MatchScratch()
                    _ = try? Self.pass(matcher, events, scratch)  // to warm up
                    if let pass = try? Self.pass(matcher, events, scratch) { seconds.add(pass.counts, pass.seconds) }
                }
                worker.stackSize = 16 << 20
                worker.start()
                return worker
            }
            while workers.contains(where: { !$0.isFinished }) { usleep(1_000) }
            let all = seconds.all
            guard all.count == threads else { throw Wrong(description: "\(name): an event could not be read") }
            // Events of all threads for the mean of their seconds.
            let mean = all.map(\.1).reduce(0, +) / Double(threads)
            results.append(Pass(counts: all[0].0, seconds: mean / Double(threads)))
        }
        return results
    }

    private func single(_ events: Events, _ passes: Int) throws -> [Pass] {
        let scratch = MatchScratch()
        for _ in 0..<2 { _ = try Self.pass(matcher, events, scratch) }
        return try (0..<passes).map { _ in try Self.pass(matcher, events, scratch) }
    }

    private static func pass(_ matcher: Matcher, _ events: Events, _ scratch: MatchScratch) throws -> Pass {
        var counts = [Int](repeating: 0, count: matcher.count)
        var (seconds, allocations) = (0.0, 0 as Int64)
        try counts.withUnsafeMutableBufferPointer { counts in
            try events.bytes.withUnsafeBufferPointer { bytes in
                let before = allocation_count()
                let start = threadSeconds()
                for line in events.lines {
                    if try matcher.match(UnsafeBufferPointer(rebasing: bytes[line]), scratch) > 0 {
                        scratch.withMatches { for rule in $0 { counts[rule] += 1 } }
                    }
                }
                seconds = threadSeconds() - start
                allocations = allocation_count() - before
            }
        }
        return Pass(counts: counts, seconds: seconds, allocations: allocations)
    }
}

/// What several threads have measured.
private final class Results: Sendable {
    private let results = Mutex<[([Int], Double)]>([])

    func add(_ counts: [Int], _ seconds: Double) { results.withLock { $0.append((counts, seconds)) } }

    var all: [([Int], Double)] { results.withLock { $0 } }
}
