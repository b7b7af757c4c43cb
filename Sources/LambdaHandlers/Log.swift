import AWSClient
import Engine
package import JSON

/// Writes one JSON object a line: for people to search, and for CloudWatch to take metrics from (embedded metric format).
///
/// Never events, answers of AWS or credentials: only ids, names and the engine's own sentences.
package struct Log: Sendable {
    private let now: @Sendable () -> Double
    private let write: @Sendable (String) -> Void

    /// `write` takes whole lines without their end.
    package init(now: @escaping @Sendable () -> Double, write: @escaping @Sendable (String) -> Void) {
        self.now = now
        self.write = write
    }

    package enum Level: String, Sendable { case info, warning, error }

    package func write(_ level: Level, _ message: StaticString, _ facts: [String: JSONValue] = [:]) {
        let base: [String: JSONValue] = [
            "level": .string(level.rawValue), "message": .string("\(message)"), "time": .string(Self.time(now())),
        ]
        write(JSONValue.object(base.merging(facts) { $1 }).description)
    }

    private static func time(_ seconds: Double) -> String { ISO8601.format(seconds.rounded(.down)) }

    /// Facts that belong to every line about one message.
    func line(_ requestID: String, _ message: String) -> Line {
        Line(log: self, facts: ["requestId": .string(requestID), "messageId": .string(message)])
    }

    /// What is said of one message.
    struct Line {
        fileprivate let log: Log
        fileprivate let facts: [String: JSONValue]

        /// `milliseconds` is nil for what no event told of, which must not count as an event that came.
        func answered(_ response: Response, milliseconds: Double?, receiveCount: Int?) {
            let outcome = response.conclusion.outcome
            // An outcome that nobody was told of is a failure for those who watch, whatever it is.
            let failed = outcome == .failed || response.isUntold
            var more = metrics(failed: failed, outcome: outcome, milliseconds: milliseconds)
            for (name, value) in [
                ("execution", response.execution), ("rule", response.rule), ("findingType", response.findingType),
                ("account", response.account), ("region", response.region), ("resource", response.resource),
                ("why", response.conclusion.why),
            ] {
                if let value { more[name] = .string(value) }
            }
            more["receiveCount"] = receiveCount.map { .number(String($0)) }
            let level: Level = failed ? .error : outcome.demandsAttention ? .warning : .info
            log.write(level, "event answered", facts.merging(more) { $1 })
        }

        func failed(_ error: any Error, receiveCount: Int?) {
            var more = metrics(failed: true)
            more["error"] = .string("\(type(of: error as Any))")
            more["why"] = .string("\(error)")
            more["receiveCount"] = receiveCount.map { .number(String($0)) }
            log.write(.error, "event not answered", facts.merging(more) { $1 })
        }

        /// What cannot be swept is a failure: nobody would know what is lost there.
        func swept(_ report: SweepReport) {
            var more = report.unread.isEmpty ? [:] : metrics(failed: true)
            more["missed"] = .number(String(report.missed.count))
            more["known"] = .number(String(report.known))
            if !report.unread.isEmpty { more["unread"] = .array(report.unread.map(\.json)) }
            let level: Level = report.unread.isEmpty ? report.missed.isEmpty ? .info : .warning : .error
            log.write(level, "swept", facts.merging(more) { $1 })
        }

        func refused(_ objection: Approval.Objection) {
            let more: [String: JSONValue] = [
                "objection": .string(objection.kind.rawValue), "why": .string("\(objection)"),
            ]
            log.write(.warning, "plan not applied", facts.merging(more) { $1 })
        }

        func postponed(secondsLeft: Double) {
            let more: [String: JSONValue] = ["secondsLeft": .number(String(Int(max(0, secondsLeft))))]
            log.write(.warning, "too little time left, the event comes again", facts.merging(more) { $1 })
        }

        /// Members that CloudWatch reads metrics from; `Outcome` is the one dimension.
        private func metrics(
            failed: Bool, outcome: Outcome? = nil, milliseconds: Double? = nil
        ) -> [String: JSONValue] {
            var plain: [JSONValue] = [["Name": "Failed", "Unit": "Count"]]
            var members: [String: JSONValue] = ["Failed": failed ? 1 : 0]
            if let milliseconds {
                plain.append(["Name": "DurationMs", "Unit": "Milliseconds"])
                members["DurationMs"] = .number(String(Int(milliseconds.rounded())))
            }
            var directives: [JSONValue] = [Self.directive([], .array(plain))]
            if let outcome {
                members["Outcome"] = .string(outcome.rawValue)
                members["Responses"] = 1
                directives.append(Self.directive(["Outcome"], [["Name": "Responses", "Unit": "Count"]]))
            }
            members["_aws"] = [
                "Timestamp": .number(String(Int64(log.now() * 1_000))), "CloudWatchMetrics": .array(directives),
            ]
            return members
        }

        private static func directive(_ dimensions: JSONValue, _ metrics: JSONValue) -> JSONValue {
            ["Namespace": "Quell", "Dimensions": [dimensions], "Metrics": metrics]
        }
    }
}
