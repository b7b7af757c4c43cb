package import JSON

/// What an event turns out to be.
package enum Intake: Hashable, Sendable {
    case finding(Finding, EventEnvelope)
    /// An order from Security Hub; the finding it is about must be read from GuardDuty.
    case hubAction(HubAction, EventEnvelope)
    /// A well-formed event of a kind that holds no finding; the sentence says which kind.
    case unsupported(EventEnvelope, why: String)
    case rejected(Rejection)

    /// Reads the UTF-8 JSON of one EventBridge event.
    package init(_ bytes: [UInt8]) {
        do throws(JSONError) {
            self.init(try JSONValue(parsing: bytes))
        } catch {
            self = .rejected(Rejection(reason: "The event is not JSON: \(error).", field: "$"))
        }
    }

    /// Reads one EventBridge event.
    package init(_ event: JSONValue) {
        do throws(Rejection) {
            self = try Self.read(EventEnvelope(event))
        } catch {
            self = .rejected(error)
        }
    }

    private static func read(_ envelope: EventEnvelope) throws(Rejection) -> Intake {
        switch (envelope.source, envelope.detailType) {
        case ("aws.guardduty", "GuardDuty Finding"):
            return .finding(try Finding(guardDuty: envelope), envelope)
        case ("aws.config", "Config Rules Compliance Change"):
            let kind = try envelope.field["messageType"].text()
            if let kind, kind != "ComplianceChangeNotification" {
                return .unsupported(envelope, why: "Config messages of type \(kind) hold no finding.")
            }
            return .finding(try Finding(config: envelope), envelope)
        case ("aws.securityhub", "Security Hub Findings - Custom Action"):
            return .hubAction(try HubAction(envelope), envelope)
        default:
            let kind = "\"\(envelope.detailType)\" from \(envelope.source)"
            return .unsupported(envelope, why: "Events of type \(kind) hold no finding that Quell knows.")
        }
    }
}

extension EventEnvelope {
    var field: EventField { EventField(value: detail, path: "$.detail") }
}
