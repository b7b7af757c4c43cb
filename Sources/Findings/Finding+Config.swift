import JSON

extension Finding {
    /// Reads an AWS Config compliance change.
    init(config envelope: EventEnvelope) throws(Rejection) {
        let json = envelope.json
        let rule: ConfigRuleName = try json.identifier("detail.configRuleName", "the name of a Config rule")
        let account: AccountID =
            json.at("detail.awsAccountId") == nil
            ? envelope.account : try json.identifier("detail.awsAccountId", "12 digits")
        let region: Region =
            json.at("detail.awsRegion") == nil
            ? envelope.region : try json.identifier("detail.awsRegion", "a Region such as eu-central-1")
        let type = try json.text("detail.resourceType")
        let resource = try Resource(config: json, type: type)
        let arn = json.at("detail.configRuleARN")?.string
        let partition = arn?.split(separator: ":").dropFirst().first.map(String.init) ?? "aws"
        guard partition.has(3...20, of: { $0.isLower || $0 == 0x2D }) else {
            throw Rejection("$.detail.configRuleARN", "there must be the ARN of a Config rule")
        }
        let result = json.at("detail.newEvaluationResult")
        self.init(
            source: .config, id: "\(rule)/\(type)/\(resource.id)", arn: arn, type: rule.description,
            title: "\(resource) is NON_COMPLIANT with \(rule)", text: result?["annotation"]?.string ?? "",
            severity: nil, partition: partition, account: account, region: region, arnAccount: account,
            detectorID: nil, resource: resource, role: .unknown, isSample: false,
            updatedAt: json.at("detail.notificationCreationTime")?.string
                ?? result?["resultRecordedTime"]?.string ?? envelope.time,
            configType: type)
    }
}

extension Resource {
    init(config json: JSONValue, type: String) throws(Rejection) {
        let path = "detail.resourceId"
        let id = try json.text(path)
        guard type.has(1...256, of: { $0.isAlphanumeric || $0 == 0x3A }) else {
            throw Rejection("$.detail.resourceType", "there must be a type such as AWS::S3::Bucket")
        }
        guard id.has(1...768, of: { (0x21...0x7E).contains($0) }) else {
            throw Rejection("$.\(path)", "there must be the id of a resource, but there is \(json.shown(path))")
        }
        let kind: Kind? =
            switch type {
            case "AWS::EC2::Instance": ResourceID(id, prefix: "i").map { .ec2Instance($0) }
            case "AWS::EC2::SecurityGroup": ResourceID(id, prefix: "sg").map { .securityGroup($0) }
            case "AWS::EC2::Volume": ResourceID(id, prefix: "vol").map { .ebsVolume($0) }
            case "AWS::S3::Bucket": BucketName(id).map { .s3Bucket($0) }
            case "AWS::RDS::DBInstance": DatabaseID(id).map { .rdsInstance($0) }
            default: .other(type: type)
            }
        guard let kind else {
            throw Rejection("$.\(path)", "there must be the id of a \(type), but there is \(json.shown(path))")
        }
        self.init(kind, id: id)
    }
}
