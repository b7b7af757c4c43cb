import JSON

extension Finding {
    /// Reads a "GuardDuty Finding" event.
    init(guardDuty envelope: EventEnvelope) throws(Rejection) {
        let detail = envelope.field
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
        let name = try detail["arn"].requiredName()
        arn = name.description
        partition = name.partition
        let parts = name.resource.split(separator: "/", omittingEmptySubsequences: false)
        guard name.service == "guardduty", parts.count == 4, parts[0] == "detector", parts[2] == "finding",
            let detector = DetectorID(parts[1])
        else { throw detail["arn"].rejection("the ARN of a finding, with a detector id of 32 hexadecimal digits") }
        self.detector = detector
        guard name.account == account.description else {
            throw detail["arn"].rejection("an ARN in account \(account), which $.detail.accountId names")
        }
        guard name.region == region.description else {
            throw detail["arn"].rejection("an ARN in Region \(region), which $.detail.region names")
        }
        guard parts[3] == finding.description else {
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
