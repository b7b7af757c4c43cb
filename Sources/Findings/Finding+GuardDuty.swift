import JSON

extension Finding {
    /// Reads a GuardDuty finding. The account, the Region and the resource are the finding's own.
    init(guardDuty envelope: EventEnvelope) throws(Rejection) {
        let json = envelope.json
        let id: GuardDutyID = try json.identifier("detail.id", "a finding id")
        let account: AccountID = try json.identifier("detail.accountId", "12 digits")
        let region: Region = try json.identifier("detail.region", "a Region such as eu-central-1")
        let type = try json.text("detail.type")
        guard type.has(1...200, of: { (0x21...0x7E).contains($0) }), type.contains(":"), type.contains("/") else {
            throw Rejection("$.detail.type", "there must be a finding type such as Backdoor:EC2/Spambot")
        }
        let name = try FindingARN(json, id: id, region: region, account: account)
        self.init(
            source: .guardDuty, id: id.description, arn: name.text, type: type,
            title: json.at("detail.title")?.string ?? type, text: json.at("detail.description")?.string ?? "",
            severity: json.at("detail.severity")?.double, partition: name.partition, account: account, region: region,
            arnAccount: name.account, detectorID: name.detector, resource: try Resource(guardDuty: json),
            role: Role(rawValue: json.at("detail.service.resourceRole")?.string ?? "") ?? .unknown,
            isSample: Self.isSample(json), updatedAt: json.at("detail.updatedAt")?.string, configType: nil)
    }

    /// GuardDuty marks samples in the title, and in `additionalInfo` as a member or inside a text of JSON.
    private static func isSample(_ json: JSONValue) -> Bool {
        if json.at("detail.title")?.string?.hasPrefix("[SAMPLE]") ?? false { return true }
        let info = json.at("detail.service.additionalInfo")
        if info?["sample"]?.bool ?? false { return true }
        guard let text = info?["value"]?.string, let inner = try? JSONValue(parsing: text) else { return false }
        return inner["sample"]?.bool ?? false
    }
}

/// `arn:aws:guardduty:REGION:ACCOUNT:detector/DETECTOR/finding/FINDING`, and what it must agree with.
private struct FindingARN {
    let text: String
    let partition: String
    let account: AccountID
    let detector: GuardDutyID

    init(_ json: JSONValue, id: GuardDutyID, region: Region, account: AccountID) throws(Rejection) {
        text = try json.text("detail.arn")
        let fields = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let path = fields.last?.split(separator: "/").map(String.init) ?? []
        guard fields.count == 6, fields[0] == "arn", fields[1].has(3...20, of: { $0.isLower || $0 == 0x2D }),
            fields[2] == "guardduty", let owner = AccountID(fields[4]), path.count == 4, path[0] == "detector",
            path[2] == "finding", let detector = GuardDutyID(path[1])
        else {
            throw Rejection("$.detail.arn", "there must be the ARN of a GuardDuty finding")
        }
        guard fields[3] == region.description, path[3] == id.description, owner == account else {
            throw Rejection(
                "$.detail.arn", "account, Region and finding id must be those of the finding; a forged event has others")
        }
        partition = fields[1]
        self.account = owner
        self.detector = detector
    }
}

extension Resource {
    /// The resource of a GuardDuty finding, decided by `resource.resourceType` so that new finding types work.
    init(guardDuty json: JSONValue) throws(Rejection) {
        let type = try json.text("detail.resource.resourceType")
        guard type.has(1...100, of: { $0.isAlphanumeric || $0 == 0x3A }) else {
            throw Rejection("$.detail.resource.resourceType", "there must be a type such as Instance")
        }
        switch type {
        case "Instance":
            let path = "detail.resource.instanceDetails.instanceId"
            guard let id = ResourceID(try json.text(path), prefix: "i") else {
                throw Rejection("$.\(path)", "there must be an instance id such as i-0123456789abcdef0, but there is \(json.shown(path))")
            }
            self.init(.ec2Instance(id), id: id.description)
        case "AccessKey": try self.init(accessKey: json)
        case "S3Bucket", "S3Object": self = try Self.bucket(json, type)
        default: self.init(.other(type: type), id: Self.name(of: type, in: json))
        }
    }

    private init(accessKey json: JSONValue) throws(Rejection) {
        let base = "detail.resource.accessKeyDetails"
        let userType = try json.text("\(base).userType")
        let kind = Principal.Kind(userType: userType)
        guard userType.has(1...64, of: { $0.isAlphanumeric || $0 == 0x5F }) else {
            throw Rejection("$.\(base).userType", "there must be a type of user such as IAMUser")
        }
        var name = json.at("\(base).userName")?.string ?? ""
        if kind.isInIAM {
            let checked: IAMName = try json.identifier("\(base).userName", "the name of a user or role")
            name = checked.description
        } else {
            name = String(name.unicodeScalars.filter { $0.isASCII && $0.value >= 0x20 && $0.value != 0x7F }.prefix(128).map(Character.init))
        }
        var key: AccessKeyID?
        if let text = json.at("\(base).accessKeyId")?.string, !text.isEmpty {
            key = try json.identifier("\(base).accessKeyId", "the id of an access key")
        }
        let parts = (json.at("\(base).principalId")?.string ?? "").split(separator: ":", maxSplits: 1).map(String.init)
        let uniqueID = parts.first.flatMap { $0.has(1...128, of: \.isAlphanumeric) ? $0 : nil }
        let principal = Principal(
            kind: kind, userType: userType, name: name, accessKeyID: key, uniqueID: uniqueID,
            sessionName: parts.count > 1 ? parts[1] : nil)
        switch kind {
        case .user: self.init(.iamUser(principal), id: name)
        case .assumedRole, .role: self.init(.iamRole(principal), id: name)
        default: self.init(.principal(principal), id: name.isEmpty ? userType : name)
        }
    }

    private static func bucket(_ json: JSONValue, _ type: String) throws(Rejection) -> Resource {
        let first = json.at("detail.resource.s3BucketDetails")?.array?.first?["name"]?.string
        guard let first, let name = BucketName(first) else {
            guard type == "S3Object" else {
                throw Rejection("$.detail.resource.s3BucketDetails[0].name", "there must be the name of a bucket")
            }
            return Resource(.other(type: type), id: type)
        }
        return Resource(.s3Bucket(name), id: name.description)
    }

    /// What to call a resource that no action of Quell changes yet.
    private static func name(of type: String, in json: JSONValue) -> String {
        let paths = [
            "eksClusterDetails.name", "ecsClusterDetails.name", "rdsDbInstanceDetails.dbInstanceIdentifier",
            "rdsLimitlessDbDetails.dbShardGroupIdentifier", "lambdaDetails.functionName", "containerDetails.name",
            "ebsSnapshotDetails.snapshotArn", "ec2ImageDetails.imageArn", "recoveryPointDetails.recoveryPointArn",
        ]
        let name = paths.lazy.compactMap { json.at("detail.resource.\($0)")?.string }.first ?? type
        return String(name.unicodeScalars.filter { (0x21...0x7E).contains($0.value) }.prefix(200).map(Character.init))
    }
}
