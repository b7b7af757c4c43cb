package import JSON

extension Finding {
    /// Reads a "GuardDuty Finding" event.
    init(guardDuty envelope: EventEnvelope) throws(Rejection) {
        try self.init(guardDuty: envelope.field, from: envelope)
    }

    /// Reads a finding as `guardduty:GetFindings` answers it: its names are those of the event with a capital.
    package init(live json: JSONValue, from envelope: EventEnvelope) throws(Rejection) {
        try self.init(guardDuty: EventField(value: json.withEventNames, path: "Findings[0]"), from: envelope)
    }

    private init(guardDuty detail: EventField, from envelope: EventEnvelope) throws(Rejection) {
        let service = detail["service"]
        let place = try GuardDutyPlace(detail)
        source = .guardDuty
        id = place.finding.description
        arn = place.arn
        type = try detail["type"].requiredText()
        title = try detail["title"].text() ?? type
        description = try detail["description"].text() ?? ""
        severity = try detail["severity"].number()
        account = place.account
        region = place.region
        partition = place.partition
        detectorID = place.detector
        resource = try Resource(
            guardDuty: detail["resource"], in: Resource.Home(place.partition, place.region, place.account))
        role = Role(word: try service["resourceRole"].text(), findingType: type)
        let saysSample = try Self.isSample(service["additionalInfo"])
        isSample = saysSample || title.hasPrefix("[SAMPLE]")
        updatedAt = try detail["updatedAt"].text()
        compliance = nil
        isArchived = try service["archived"].flag() ?? false
        envelopeAccount = envelope.account
    }

    /// GuardDuty says `sample` in the information itself, or in JSON text in its `value`.
    private static func isSample(_ information: EventField) throws(Rejection) -> Bool {
        if try information["sample"].flag() == true { return true }
        guard let text = information["value"].present?.string else { return false }
        do throws(JSONError) {
            return try JSONValue(parsing: text)["sample"]?.bool ?? false
        } catch {
            return false  // the value is free text for most types
        }
    }
}

extension Finding.Role {
    /// GuardDuty's own word; without it what the type always means.
    init(word: String?, findingType: String) {
        switch word?.uppercased() {
        case "ACTOR": self = .actor
        case "TARGET": self = .target
        case .some, nil:
            let attacks = ["Backdoor:EC2/", "Trojan:EC2/", "CryptoCurrency:EC2/"]
            if attacks.contains(where: findingType.hasPrefix) {
                self = .actor
            } else {
                self = findingType.hasPrefix("Recon:EC2/PortProbe") ? .target : .unknown
            }
        }
    }
}

extension JSONValue {
    /// Every member's name with its first letter in lower case.
    fileprivate var withEventNames: JSONValue {
        switch self {
        case .object(let members):
            let named = members.map { name, value in
                (name.prefix(1).lowercased() + name.dropFirst(), value.withEventNames)
            }
            return .object(Dictionary(named, uniquingKeysWith: { first, _ in first }))
        case .array(let elements): return .array(elements.map(\.withEventNames))
        case .null, .bool, .number, .string: return self
        }
    }
}

/// Where a GuardDuty finding was made; what the event says twice must agree.
private struct GuardDutyPlace {
    let arn: String
    let partition: Partition
    let region: Region
    let account: AccountID
    let detector: DetectorID
    let finding: FindingID

    init(_ detail: EventField) throws(Rejection) {
        account = try detail["accountId"].requiredID(AccountID.self)
        region = try detail["region"].requiredID(Region.self)
        finding = try detail["id"].requiredID(FindingID.self)
        let name = try FindingName(detail["arn"])
        (arn, partition, detector) = (name.description, name.partition, name.detector)
        guard name.account == account else {
            throw detail["arn"].rejection("an ARN in account \(account), which $.detail.accountId names")
        }
        guard name.region == region else {
            throw detail["arn"].rejection("an ARN in Region \(region), which $.detail.region names")
        }
        guard name.finding == finding else {
            throw detail["arn"].rejection("the ARN of finding \(finding), which $.detail.id names")
        }
        if let other = try detail["partition"].id(Partition.self), other != partition {
            throw detail["partition"].rejection("\(partition), as in $.detail.arn")
        }
        let own = detail["service"]["detectorId"]
        if let other = try own.text(), other != detector.description {
            throw own.rejection("\(detector), as in $.detail.arn")
        }
    }
}
