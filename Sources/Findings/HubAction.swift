import JSON

/// What a person orders in Security Hub with a custom action: to respond to the GuardDuty finding behind one of its own.
package struct HubAction: Hashable, Sendable {
    /// Name of the custom action, such as `Isolate EC2`.
    package let name: String
    /// The finding's own id in Security Hub, which with `productARN` names it there.
    package let findingID: String
    package let productARN: String
    /// The GuardDuty finding behind it.
    package let origin: FindingName
    /// Security Hub's names for the finding's type.
    package let types: [String]
    /// The finding as Security Hub tells it.
    ///
    /// Nothing is contained on its word: it stands in for the one of GuardDuty where that cannot be read, so that people
    /// are told of the order that could not be carried out.
    package let claimed: Finding

    /// Reads a "Security Hub Findings - Custom Action" event.
    init(_ envelope: EventEnvelope) throws(Rejection) {
        let detail = envelope.field
        name = try detail["actionName"].requiredText()
        try Self.checkTarget(envelope)
        let findings = detail["findings"]
        let finding = try Self.single(findings, "finding")
        productARN = try Self.product(finding["ProductArn"])
        let id = finding["Id"]
        findingID = try id.requiredText()
        origin = try Self.origin(finding)
        types = finding["Types"].value?.strings ?? []
        claimed = try Finding(hub: finding, origin: origin, types: types, envelope)
    }

    /// The event names the custom action that sent it, which is of the account and Region of the event.
    private static func checkTarget(_ envelope: EventEnvelope) throws(Rejection) {
        let isOwn = envelope.resources.contains { text in
            guard let name = ResourceName(text) else { return false }
            return name.service == "securityhub" && name.resource.hasPrefix("action/custom/")
                && name.account == envelope.account.description && name.region == envelope.region.description
        }
        guard isOwn else {
            throw Rejection(
                reason: "$.resources must name a custom action of Security Hub in account \(envelope.account) and "
                    + "Region \(envelope.region), which the event comes from.", field: "$.resources")
        }
    }

    private static func single(_ list: EventField, _ what: String) throws(Rejection) -> EventField {
        guard let elements = list.value?.array else { throw list.rejection("a list of one \(what)") }
        guard elements.count == 1 else {
            throw Rejection(
                reason: "\(list.path) has \(elements.count) entries; an order is for one \(what). "
                    + "Select them one by one.", field: list.path)
        }
        return list[0]
    }

    private static func product(_ field: EventField) throws(Rejection) -> String {
        let name = try field.requiredName()
        guard name.service == "securityhub", name.resource == "product/aws/guardduty" else {
            throw Rejection(
                reason: "\(field.path) is \(name); only findings that GuardDuty made can be responded to.",
                field: field.path)
        }
        return name.description
    }

    /// GuardDuty's ARN stands in the id; Security Hub keeps it behind the product's ARN as well.
    private static func origin(_ finding: EventField) throws(Rejection) -> FindingName {
        let origin = try FindingName(finding["Id"])
        let again = finding["ProductFields"]["aws/securityhub/FindingId"]
        if let text = try again.text(), !text.hasSuffix("/" + origin.description) {
            throw again.rejection("an id that ends with \(origin), as \(finding["Id"].path) says")
        }
        let account = try finding["AwsAccountId"].requiredID(AccountID.self)
        guard account == origin.account else {
            throw finding["AwsAccountId"].rejection("\(origin.account), as in \(finding["Id"].path)")
        }
        if let region = try finding["Region"].id(Region.self), region != origin.region {
            throw finding["Region"].rejection("\(origin.region), as in \(finding["Id"].path)")
        }
        return origin
    }

    fileprivate static func resource(_ finding: EventField, _ origin: FindingName) throws(Rejection) -> Resource {
        let resource = try single(finding["Resources"], "resource")
        let type = try resource["Type"].requiredID(ResourceType.self)
        let id = resource["Id"]
        switch type.description {
        case "AwsEc2Instance":
            let name = try id.requiredName()
            let parts = name.resource.split(separator: "/", omittingEmptySubsequences: false)
            guard name.service == "ec2", name.account == origin.account.description, parts.count == 2,
                parts[0] == "instance", let instance = InstanceID(parts[1])
            else { throw id.rejection("the ARN of an instance in account \(origin.account)") }
            return Resource(
                kind: .ec2Instance(instance), id: instance.description, arn: name.description, principal: nil)
        case "AwsIamAccessKey":
            let text = try id.requiredID(ResourceID.self)
            return Resource(kind: .other(type), id: text.description, arn: nil, principal: nil)
        default:
            throw Rejection(
                reason: "\(resource["Type"].path) is \(type); orders are for AwsEc2Instance and AwsIamAccessKey.",
                field: resource["Type"].path)
        }
    }
}

extension Finding {
    fileprivate init(
        hub field: EventField, origin: FindingName, types: [String], _ envelope: EventEnvelope
    ) throws(Rejection) {
        source = .guardDuty
        id = origin.finding.description
        arn = origin.description
        type = types.first ?? "unknown"
        title = try field["Title"].text() ?? ""
        description = try field["Description"].text() ?? ""
        severity = nil
        account = origin.account
        region = origin.region
        partition = origin.partition
        detectorID = origin.detector
        resource = try HubAction.resource(field, origin)
        role = .unknown
        isSample = false
        updatedAt = try field["UpdatedAt"].text()
        compliance = nil
        isArchived = false
        envelopeAccount = envelope.account
    }
}
