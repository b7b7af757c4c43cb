import Foundation
import Synchronization

/// Runs cases that have nothing to do with each other, one on each core at a time.
package enum Cores {
    package static let count = ProcessInfo.processInfo.activeProcessorCount

    /// What all cases complain of.
    package static func each<Case: Sendable>(
        _ cases: [Case], _ body: @escaping @Sendable (Case) async throws -> Complaints
    ) async throws -> Complaints {
        let next = Counter()
        return try await withThrowingTaskGroup(of: Complaints.self) { group in
            for _ in 0..<count {
                group.addTask {
                    var complaints = Complaints()
                    while case let index = next.count() - 1, index < cases.count {
                        complaints.add(try await body(cases[index]))
                    }
                    return complaints
                }
            }
            return try await group.reduce(into: Complaints()) { $0.add($1) }
        }
    }
}

/// Counts across cores.
package final class Counter: Sendable {
    private let value = Mutex(0)

    package init() {}

    package var total: Int { value.withLock { $0 } }

    /// The number of this time, from 1.
    @discardableResult
    package func count() -> Int {
        value.withLock { value in
            value += 1
            return value
        }
    }
}
