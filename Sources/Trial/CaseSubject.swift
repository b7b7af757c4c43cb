import AWSClient
import Findings
import JSON
import PlaybookText
import SimulatedAWS

/// What one event is about, as far as it must be there for a response.
struct CaseSubject: Sendable {
    struct Place: Hashable, Sendable {
        let account: String
        let region: String
        let partition: String
    }

    /// nil for an event that holds no finding.
    private let finding: Finding?
    private let order: HubAction?
    private let event: JSONValue
    let place: Place?
    let time: Double?
    /// The account that administers GuardDuty and sends its findings; nil for events of the account itself.
    let sender: String?

    init(_ bytes: [UInt8]) {
        let intake = Intake(bytes)
        switch intake {
        case .finding(let finding, let envelope):
            (self.finding, order, event) = (finding, nil, envelope.whole)
            sender = finding.source == .guardDuty ? envelope.account.description : nil
        case .hubAction(let order, let envelope):
            (finding, self.order, event) = (order.claimed, order, envelope.whole)
            sender = envelope.account.description
        case .unsupported(let envelope, _): (finding, order, event, sender) = (nil, nil, envelope.whole, nil)
        case .rejected: (finding, order, event, sender) = (nil, nil, .null, nil)
        }
        place = finding.map {
            Place(
                account: $0.account.description, region: $0.region.description, partition: $0.partition.description)
        }
        time = event["time"]?.string.flatMap(ISO8601.parse)
    }

    /// Puts the resource, and what GuardDuty, AWS Config and Security Hub say of it, into the world.
    func enter(_ world: inout World, _ terms: CaseWorld, administrator: String) {
        guard let finding, let place else { return }
        let described = order.map { _ in claimedDetail } ?? event["detail"] ?? .null
        if !terms.isGone {
            CaseResource(finding, described, place, terms).enter(&world)
            // Whose credentials were used on it.
            let ofPrincipal = finding.aboutItsPrincipal
            if ofPrincipal.resource != finding.resource {
                CaseResource(ofPrincipal, described, place, terms).enter(&world)
            }
        }
        switch finding.source {
        case .config: enterCompliance(&world, finding, terms, place)
        case .guardDuty:
            if let detector = finding.detectorID?.description {
                world.addDetector(
                    detector, account: place.account, administrator: administrator, region: place.region)
            }
            guard terms.finding != .unknown else { break }
            world.addFinding(
                finding.id, members: LiveFinding.members(described, arn: finding.arn),
                isArchived: terms.finding == .archived, account: place.account, region: place.region)
        }
        if let order {
            world[account: administrator, region: place.region].hubFindings[order.findingID] = HubFinding(
                id: order.findingID, productARN: order.productARN, account: place.account)
        }
    }

    private func enterCompliance(_ world: inout World, _ finding: Finding, _ terms: CaseWorld, _ place: Place) {
        guard terms.finding != .unknown, let type = event["detail"]?["resourceType"]?.string,
            let id = event["detail"]?["resourceId"]?.string
        else { return }
        world[account: place.account, region: place.region].compliance.append(
            Compliance(
                resourceType: type, resourceID: id, rule: finding.type, isCompliant: terms.finding == .archived))
    }

    /// The detail of the GuardDuty finding that an order is about, as Security Hub's copy of it tells.
    private var claimedDetail: JSONValue {
        let copy = event["detail"]?["findings"]?.array?.first ?? .null
        let names = copy["Types"]?.strings ?? []
        let type = FindingTypeCatalog.all.first { HubTypeName.isName(of: $0, among: names) } ?? finding?.type ?? ""
        let subject = copy["Resources"]?.array?.first ?? .null
        var resource: [String: JSONValue] = [:]
        if subject["Type"] == "AwsEc2Instance" {
            resource["resourceType"] = "Instance"
            resource["instanceDetails"] = ["instanceId": .string(finding?.resource.id ?? "")]
        } else {
            let details = subject["Details"]?["AwsIamAccessKey"] ?? .null
            let key = subject["Id"]?.string?.split(separator: ":").last.map(String.init) ?? ""
            resource["resourceType"] = "AccessKey"
            resource["accessKeyDetails"] = [
                "accessKeyId": .string(key), "userName": details["PrincipalName"] ?? "",
                "principalId": details["PrincipalId"] ?? "", "userType": details["PrincipalType"] ?? "IAMUser",
            ]
        }
        return [
            "type": .string(type), "resource": .object(resource), "severity": 8, "title": copy["Title"] ?? "",
            "description": copy["Description"] ?? "", "partition": "aws", "schemaVersion": "2.0",
            "createdAt": copy["CreatedAt"] ?? .null, "updatedAt": copy["UpdatedAt"] ?? .null,
            "service": ["detectorId": .string(finding?.detectorID?.description ?? ""), "resourceRole": "ACTOR"],
        ]
    }
}
