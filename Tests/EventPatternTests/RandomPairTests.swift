import Foundation
import Testing

@testable import EventPattern

/// The matcher of many patterns, the reader of one, and the semantics written down without any cleverness answer the same.
@Suite struct RandomPairTests {
    /// Pairs in one run of the tests; QUELL_PAIRS asks for another number, QUELL_SEED for another seed.
    private static let pairs = ProcessInfo.processInfo.environment["QUELL_PAIRS"].flatMap { Int($0) } ?? 100_000
    private static let seed = ProcessInfo.processInfo.environment["QUELL_SEED"].flatMap { UInt64($0) }
    /// Patterns that are held against the same events.
    private static let crowd = 25

    @Test("100,000 random pairs, alone and in a crowd", arguments: [EventPattern.Mode.service, .library])
    func agree(_ mode: EventPattern.Mode) throws {
        let seed = Self.seed ?? UInt64.random(in: 0..<1 << 32)
        print("RandomPairTests: QUELL_SEED=\(seed), mode \(mode)")
        var pairs = RandomPairs(seed: seed)
        var compared = 0
        while compared < Self.pairs / 2 {
            var trees: [RandomTree] = []
            var patterns: [EventPattern] = []
            var naive: [NaiveMatcher] = []
            while patterns.count < Self.crowd {
                let tree = pairs.pattern()
                guard let pattern = try? EventPattern(tree.description, mode: mode) else { continue }
                trees.append(tree)
                patterns.append(pattern)
                naive.append(NaiveMatcher(tree.description, mode))
            }
            let matcher = Matcher(patterns, mode: mode)
            let scratch = MatchScratch()
            for _ in 0..<20 {
                let event = pairs.event()
                let text = event.description
                let read = try Event(text, mode: mode)
                try matcher.match(Array(text.utf8), scratch)
                for position in patterns.indices {
                    compared += 1
                    let wanted = naive[position].matches(text)
                    if scratch.matches.contains(position) != wanted || patterns[position].matches(read) != wanted {
                        let isAlone = try Self.differs(trees[position], event, mode)
                        let smallest = isAlone ? Self.shrunk(trees[position], event, mode) : (trees[position], event)
                        let right = "must \(wanted ? "" : "not ")match" + (isAlone ? "" : ", and alone it does so")
                        Issue.record("seed \(seed), mode \(mode): \(smallest.0) on \(smallest.1) \(right)")
                        return
                    }
                }
            }
        }
    }

    private static func differs(_ pattern: RandomTree, _ event: RandomTree, _ mode: EventPattern.Mode) throws -> Bool {
        let compiled = try EventPattern(pattern.description, mode: mode)
        let wanted = NaiveMatcher(pattern.description, mode).matches(event.description)
        let found = try Matcher([compiled], mode: mode).match(Array(event.description.utf8)) == [0]
        return try found != wanted || compiled.matches(Event(event.description, mode: mode)) != wanted
    }

    /// Takes parts away as long as the two still differ.
    private static func shrunk(
        _ pattern: RandomTree, _ event: RandomTree, _ mode: EventPattern.Mode
    ) -> (RandomTree, RandomTree) {
        var (pattern, event) = (pattern, event)
        while true {
            if let smaller = pattern.smaller.first(where: { (try? differs($0, event, mode)) == true }) {
                pattern = smaller
            } else if let smaller = event.smaller.first(where: { (try? differs(pattern, $0, mode)) == true }) {
                event = smaller
            } else {
                return (pattern, event)
            }
        }
    }
}
