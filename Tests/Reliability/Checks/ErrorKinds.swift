import Engine
import JSON
package import SimulatedAWS

/// Errors in groups that the engine treats alike: after either error of a group a response makes the same calls at the same
/// moments and writes the same to its journal, but for the error's own words.
///
/// Of two errors at two calls one of each group is then enough: what the engine does next depends on nothing else.
package struct ErrorKinds: Sendable {
    /// One error of each group, by the call that meets it, from 1.
    private let firsts: [Int: [ErrorClass]]
    /// One error of each group that is alike at every call of an operation.
    private let seconds: [String: [ErrorClass]]

    /// What a response does that meets an error, in a number.
    private typealias Traces = [ErrorClass: Int]

    package init(_ check: ErrorCheck) async throws {
        let history = try await check.history([:])
        let traces = try await withThrowingTaskGroup(of: (Int, Traces).self) { group in
            for call in 1...history.count {
                group.addTask {
                    var traces: Traces = [:]
                    for error in ErrorClass.allCases {
                        traces[error] = try await check.trace(error, at: call).hashValue
                    }
                    return (call, traces)
                }
            }
            return try await group.reduce(into: [Int: Traces]()) { $0[$1.0] = $1.1 }
        }
        firsts = traces.mapValues { Self.distinct([$0]) }
        seconds = Dictionary(grouping: traces.keys) { history[$0 - 1].operation }.mapValues { calls in
            Self.distinct(calls.compactMap { traces[$0] })
        }
    }

    package func firsts(at call: Int) -> [ErrorClass] { firsts[call] ?? ErrorClass.allCases }

    /// All of them where no response without errors makes such a call.
    package func seconds(at call: CallRecord) -> [ErrorClass] { seconds[call.operation] ?? ErrorClass.allCases }

    /// The first error of each group that is alike in all of these.
    private static func distinct(_ traces: [Traces]) -> [ErrorClass] {
        var seen: Set<[Int?]> = []
        return ErrorClass.allCases.filter { error in seen.insert(traces.map { $0[error] }).inserted }
    }
}

extension ErrorCheck {
    /// What a response does and writes that meets an error, without the error's own words.
    fileprivate func trace(_ error: ErrorClass, at call: Int) async throws -> String {
        let stage = try await responded([call: error])
        var lines = stage.aws.history.map { call in
            "\(call.time) \(call.operation) \(call.region) \(call.principal?.arn ?? "") \(call.input) \(call.tookEffect)"
        }
        for id in try await stage.journal.executions(newest: 100) {
            lines += try await stage.journal.entries(of: id).map { "\($0.time) \($0.execution) \($0.text)" }
        }
        // Hashes of plans are those of messages with such words in them.
        let text = lines.joined(separator: "\n").replacing(/[0-9a-f]{64}/, with: "#")
        let operation = stage.aws.history.first { $0.index == call }?.operation ?? ""
        return error.words(of: operation).reduce(text) { $0.replacing($1, with: "…") }
    }
}
