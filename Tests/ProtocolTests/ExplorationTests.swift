import Foundation
import Testing

/// Whether the larger bounds are searched instead.
private let isWhole = ProcessInfo.processInfo.environment["QUELL_EXHAUSTIVE"] == "1"

/// Every interleaving of a few processes and a few faults, for each kind of response: no promise is broken in any.
@Suite(.serialized) struct ExplorationTests {
    struct Bound: Sendable, CustomTestStringConvertible {
        let skeleton: Skeleton
        let responders: Int
        let faults: Int

        var testDescription: String { "\(skeleton.name), \(responders) responders, \(faults) faults" }
    }

    static let bounds: [Bound] = Skeleton.all.flatMap { skeleton in
        let sizes =
            switch (isWhole, skeleton.things.count) {
            case (true, 1): [(1, 5), (2, 3), (3, 3)]
            case (true, 2...3): [(1, 5), (2, 3), (3, 2)]
            case (true, _): [(1, 4), (2, 2), (3, 2)]
            // Between two commits, what takes seconds: three faults among three responders around the longer skeletons take
            // many minutes, and some gigabytes.
            case (false, 1): [(1, 4), (2, 3), (3, 3)]
            case (false, 2...3): [(1, 4), (2, 2), (3, 1)]
            case (false, _): [(1, 3), (2, 1), (3, 1)]
            }
        return sizes.map { Bound(skeleton: skeleton, responders: $0.0, faults: $0.1) }
    }

    @Test("keeps every promise in every state", arguments: bounds)
    func explore(_ bound: Bound) {
        let start = ContinuousClock.now
        let result = Exploration(skeleton: bound.skeleton, responders: bound.responders, faults: bound.faults).run()
        print(
            "Explored \(bound.testDescription): \(result.states) states, \(result.transitions) transitions, "
                + "\(result.ends) ends, \(result.executions) states of the engine's execution, "
                + "\(ContinuousClock.now - start)")
        #expect(result.isComplete)
        #expect(
            result.violation == nil,
            "\(result.violation.map { "\($0.promise.rawValue)\n\($0.path.joined(separator: "\n"))" } ?? "")")
        // A search that stops at its beginning would break nothing.
        #expect(result.ends > 0 && result.states > 100)
    }
}
