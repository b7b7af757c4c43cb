import Engine
import JSON

extension Log {
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

        func tended(_ tended: Tended) {
            let outcome = tended.response?.conclusion.outcome
            let failed = tended.kind == .failed || outcome == .failed || tended.response?.isUntold ?? false
            var more: [String: JSONValue] = [
                "execution": .string(tended.execution), "tended": .string(tended.kind.rawValue),
                "why": .string(tended.why),
            ]
            more["check"] = tended.check.map { .number(String($0)) }
            if failed || outcome != nil { more.merge(metrics(failed: failed, outcome: outcome)) { $1 } }
            let level: Level = failed ? .error : tended.kind == .settled ? .info : .warning
            log.write(level, "execution tended", facts.merging(more) { $1 })
        }

        func notReminded(_ execution: String, _ error: any Error) {
            let more: [String: JSONValue] = ["execution": .string(execution), "why": .string("\(error)")]
            log.write(.warning, "no reminder sent, the schedule looks instead", facts.merging(more) { $1 })
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
