import JSON

/// One finding, whoever found it: what is wrong with which resource, where.
package struct Finding: Hashable, Sendable {
    package enum Source: String, Hashable, Sendable, Codable {
        case guardDuty = "guardduty"
        case config
    }

    /// The resource's part in what was found.
    package enum Role: String, Hashable, Sendable { case actor = "ACTOR", target = "TARGET", unknown }

    package let source: Source
    /// GuardDuty's id, or rule, type and id of the resource for AWS Config.
    package let id: String
    /// ARN of the GuardDuty finding or of the Config rule; nil when the event has none.
    package let arn: String?
    /// GuardDuty's type, or the name of the Config rule.
    package let type: String
    package let title: String
    package let text: String
    /// GuardDuty's severity, 1.0 to 10.0.
    package let severity: Double?
    package let partition: String
    /// Account of the resource, which is not always that of the event.
    package let account: AccountID
    package let region: Region
    /// Account in whose detector the finding is.
    package let arnAccount: AccountID
    package let detectorID: GuardDutyID?
    package let resource: Resource
    package let role: Role
    package let isSample: Bool
    /// When the source last changed it, as it writes times.
    package let updatedAt: String?
    /// Type and id by which AWS Config knows the resource.
    package let configType: String?

    package var configResource: (type: String, id: String)? {
        configType.map { ($0, resource.id) }
    }
}

/// What came of reading an event.
package enum Intake: Hashable, Sendable {
    case finding(Finding, EventEnvelope)
    /// A well-formed event that is no finding Quell knows how to answer.
    case unsupported(EventEnvelope, why: String)
    case rejected(Rejection)

    package init(_ bytes: [UInt8]) {
        do throws(Rejection) {
            let json: JSONValue
            do throws(JSONError) {
                json = try JSONValue(parsing: bytes)
            } catch {
                throw Rejection("$", "it is not JSON: \(error)")
            }
            let envelope = try EventEnvelope(json)
            switch (envelope.source, envelope.detailType) {
            case ("aws.guardduty", "GuardDuty Finding"):
                self = .finding(try Finding(guardDuty: envelope), envelope)
            case ("aws.config", "Config Rules Compliance Change"):
                self = try Self.compliance(envelope)
            default:
                self = .unsupported(
                    envelope,
                    why: "Events of \(json.shown("source")) with detail-type \(json.shown("detail-type")) carry no finding.")
            }
        } catch {
            self = .rejected(error)
        }
    }

    private static func compliance(_ envelope: EventEnvelope) throws(Rejection) -> Intake {
        let type = try envelope.json.text("detail.newEvaluationResult.complianceType")
        guard type == "NON_COMPLIANT" else {
            return .unsupported(envelope, why: "The resource is \(envelope.json.shown("detail.newEvaluationResult.complianceType")), not NON_COMPLIANT.")
        }
        return .finding(try Finding(config: envelope), envelope)
    }
}
