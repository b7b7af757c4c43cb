import Foundation
import SimulatedAWS

/// How much of what can go wrong is tried: all of it takes minutes, and a part of it is enough between two commits.
enum Thoroughness {
    /// Set by `make reliability`.
    static let isWhole = ProcessInfo.processInfo.environment["QUELL_EXHAUSTIVE"] == "1"

    /// The errors that a call meets: all 14, or one of them, another at each call.
    static func errors(at index: Int) -> [ErrorClass] {
        let all = ErrorClass.allCases
        return isWhole ? all : [all[index % all.count]]
    }

    /// Incidents for what is slow in all of them.
    static let some = short + ["isolated instance"]
    /// Incidents whose responses take few calls.
    static let short = ["blocked user", "blocked role", "confined security group", "bucket closed by a runbook"]
}
