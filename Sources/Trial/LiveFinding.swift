import JSON

/// A finding as `guardduty:GetFindings` tells it, made of the detail of its event.
enum LiveFinding {
    /// The members that Quell's own model of the answer has, under their names there.
    static func members(_ detail: JSONValue, arn: String) -> [String: JSONValue] {
        let service = detail["service"]
        var members = texts(
            detail, ["type", "title", "description", "schemaVersion", "partition", "createdAt", "updatedAt"])
        members["Arn"] = .string(arn)
        if let severity = detail["severity"], severity.double != nil { members["Severity"] = severity }
        members["Service"] = .object(
            texts(service, ["serviceName", "detectorId", "resourceRole"]).merging(["ServiceName": "guardduty"]) {
                old, _ in
                old
            })
        members["Resource"] = .object(resource(detail["resource"]))
        return members
    }

    private static func resource(_ resource: JSONValue?) -> [String: JSONValue] {
        var members = texts(resource, ["resourceType"])
        func add(_ name: String, _ texts: [String]) {
            guard let part = resource?[name], part.object != nil else { return }
            members[capital(name)] = .object(Self.texts(part, texts))
        }
        add("instanceDetails", ["instanceId"])
        add("accessKeyDetails", ["accessKeyId", "principalId", "userName", "userType"])
        add("eksClusterDetails", ["name", "arn"])
        add("ecsClusterDetails", ["name", "arn"])
        add("lambdaDetails", ["functionArn", "functionName"])
        add("rdsDbInstanceDetails", ["dbInstanceIdentifier", "dbInstanceArn", "dbiResourceId"])
        if let buckets = resource?["s3BucketDetails"]?.array {
            members["S3BucketDetails"] = .array(buckets.map { .object(texts($0, ["arn", "name"])) })
        }
        return members
    }

    private static func texts(_ value: JSONValue?, _ names: [String]) -> [String: JSONValue] {
        let pairs = names.compactMap { name in
            value?[name]?.string.map { (capital(name), JSONValue.string($0)) }
        }
        return Dictionary(pairs, uniquingKeysWith: { $1 })
    }

    private static func capital(_ name: String) -> String { name.prefix(1).uppercased() + name.dropFirst() }
}
