import JSON

extension Finding {
    /// Reads a "Config Rules Compliance Change" event.
    init(config envelope: EventEnvelope) throws(Rejection) {
        let detail = envelope.field
        let result = detail["newEvaluationResult"]
        let rule = try detail["configRuleName"].requiredID(ConfigRuleName.self)
        let account = try detail["awsAccountId"].requiredID(AccountID.self)
        let region = try detail["awsRegion"].requiredID(Region.self)
        let resourceType = try detail["resourceType"].requiredID(ResourceType.self)
        let name = try detail["configRuleARN"].requiredName()
        guard name.service == "config", name.resource.hasPrefix("config-rule/") else {
            throw detail["configRuleARN"].rejection("the ARN of a Config rule")
        }
        guard name.account == account.description, name.region == region.description else {
            throw detail["configRuleARN"].rejection(
                "an ARN in account \(account) and Region \(region), which $.detail.awsAccountId and awsRegion name")
        }
        source = .config
        resource = try Resource(
            config: resourceType, id: detail["resourceId"], in: Resource.Home(name.partition, region, account))
        id = "\(rule)/\(resourceType)/\(resource.id)"
        arn = name.description
        type = rule.description
        compliance = try Self.compliance(result["complianceType"])
        title = "Config rule \(rule) finds \(resource) \(compliance?.rawValue ?? "no longer evaluated")"
        description = try result["annotation"].text() ?? ""
        severity = nil
        self.account = account
        self.region = region
        partition = name.partition
        detectorID = nil
        role = .unknown
        isSample = false
        let recorded = try result["resultRecordedTime"].text()
        let notified = try detail["notificationCreationTime"].text()
        updatedAt = recorded ?? notified
        isArchived = false
        envelopeAccount = envelope.account
    }

    private static func compliance(_ field: EventField) throws(Rejection) -> Compliance? {
        guard let text = try field.text() else { return nil }
        guard let compliance = Compliance(rawValue: text) else {
            throw field.rejection("COMPLIANT, NON_COMPLIANT, NOT_APPLICABLE or INSUFFICIENT_DATA")
        }
        return compliance
    }
}
