import AWSClient
import Findings
import JSON

/// An event of a history with the finding in it.
struct PastEvent {
    let finding: Finding
    let event: JSONValue
    /// Keys of the tags that the event tells of the resource.
    let tags: Set<String>
    /// Seconds since 1970; 0 where the event does not say.
    let time: Double
    /// Whether a person ordered it in Security Hub.
    let isOrdered: Bool

    /// Reads an event; what holds no finding to respond to is dismissed with the reason.
    static func read(_ bytes: [UInt8]) -> Result<PastEvent, DismissedEvent> {
        let event: JSONValue
        do throws(JSONError) {
            event = try JSONValue(parsing: bytes)
        } catch {
            return .failure(DismissedEvent(as: .malformed))
        }
        switch Intake(event) {
        case .rejected: return .failure(DismissedEvent(as: .malformed))
        case .unsupported: return .failure(DismissedEvent(as: .unsupported))
        case .finding(let finding, let envelope):
            guard !finding.isSample else { return .failure(DismissedEvent(as: .sample)) }
            return .success(PastEvent(finding, envelope, isOrdered: false))
        case .hubAction(let order, let envelope):
            return .success(PastEvent(order.claimed, envelope, isOrdered: true))
        }
    }

    private init(_ finding: Finding, _ envelope: EventEnvelope, isOrdered: Bool) {
        self.finding = finding
        event = envelope.whole
        self.isOrdered = isOrdered
        time = envelope.time.flatMap(ISO8601.parse) ?? 0
        tags = Self.tags(envelope.detail["resource"])
    }

    /// Where GuardDuty tells the tags of a resource.
    private static let parts = [
        "instanceDetails", "eksClusterDetails", "ecsClusterDetails", "lambdaDetails", "rdsDbInstanceDetails",
    ]

    private static func tags(_ resource: JSONValue?) -> Set<String> {
        var keys: Set<String> = []
        let own = parts.compactMap { resource?[$0] } + (resource?["s3BucketDetails"]?.array ?? [])
        for tag in own.flatMap({ $0["tags"]?.array ?? [] }) {
            if let key = tag["key"]?.string { keys.insert(key) }
        }
        return keys
    }
}

/// Why an event leads to no verdict.
struct DismissedEvent: Error {
    let dismissal: Dismissal

    init(as dismissal: Dismissal) { self.dismissal = dismissal }
}
