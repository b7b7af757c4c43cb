import AWSClient
import JSON

/// SSM Automation, SNS, S3, RDS, Organizations and the tagging API.
extension World {
    mutating func automation(_ name: String, _ input: Input, _ arrival: Arrival) throws(Refusal) -> JSONValue {
        var region = self[account: arrival.account, region: arrival.region]
        if name == "DescribeAutomationExecutions" {
            var found: [JSONValue] = []
            for run in region.automations {
                let isWanted = try input.passes(key: "Key") { filter in
                    filter == "TagKey" ? Array(run.tags.keys) : filter == "ExecutionId" ? [run.id] : nil
                }
                guard isWanted else { continue }
                found.append([
                    "AutomationExecutionId": .string(run.id), "DocumentName": .string(run.document),
                    "DocumentVersion": .string(run.version),
                    "AutomationExecutionStatus": .string(arrival.now >= run.end ? run.ending : "InProgress"),
                ])
            }
            return ["AutomationExecutionMetadataList": .array(found)]
        }
        guard name == "StartAutomationExecution" else { throw Self.unknown(name) }
        let document = try input.required("DocumentName")
        guard let runbook = region.runbooks[document] else {
            throw Refusal("AutomationDefinitionNotFoundException", "There is no automation document \(document).")
        }
        let token = input.text("ClientToken") ?? ""
        guard token.isEmpty || !region.automations.contains(where: { $0.token == token }) else {
            throw Refusal("IdempotentParameterMismatch", "The client token was used before.")
        }
        let id = self.id("automation")
        region.automations.append(
            Automation(
                id: id, document: document, version: input.text("DocumentVersion") ?? "1", token: token,
                tags: Tags(input.json["Tags"]), parameters: input.json["Parameters"] ?? [:], start: arrival.now,
                end: arrival.now + runbook.seconds, ending: runbook.ending))
        self[account: arrival.account, region: arrival.region] = region
        return ["AutomationExecutionId": .string(id)]
    }

    mutating func storage(_ operation: Operation, _ input: Input, _ arrival: Arrival) throws(Refusal) -> JSONValue {
        switch operation.id {
        case SNS.publish.id:
            let topic = try input.required("TopicArn")
            let parts = topic.split(separator: ":").map(String.init)
            guard parts.count == 6, self[account: parts[4], region: parts[3]].topics[topic] != nil else {
                throw Refusal("NotFound", "Topic does not exist", status: 404)
            }
            let message = Message(subject: input.text("Subject") ?? "", body: try input.required("Message"))
            self[account: parts[4], region: parts[3]].topics[topic]?.append(message)
            return ["MessageId": .string(id("message"))]
        case S3.getBucketTagging.id:
            let name = try input.required("Bucket")
            guard let bucket = buckets[name], bucket.account == arrival.account else {
                throw Refusal("NoSuchBucket", "The specified bucket does not exist", status: 404)
            }
            guard !bucket.tags.isEmpty else {
                throw Refusal("NoSuchTagSet", "The TagSet does not exist", status: 404)
            }
            return ["TagSet": bucket.tags.json]
        case RDS.describeDBInstances.id:
            let all = self[account: arrival.account, region: arrival.region].databases.sorted { $0.key < $1.key }
            var found: [JSONValue] = []
            for (name, database) in all {
                guard try input.passes({ $0 == "dbi-resource-id" ? [database.resourceID] : nil }) else { continue }
                found.append([
                    "DBInstanceIdentifier": .string(name), "DbiResourceId": .string(database.resourceID),
                    "DBInstanceArn": .string("arn:aws:rds:\(arrival.region):\(arrival.account):db:\(name)"),
                    "TagList": database.tags.json,
                ])
            }
            return ["DBInstances": .array(found)]
        case Organizations.listAccounts.id:
            return ["Accounts": .array(accounts.keys.sorted().map { ["Id": .string($0), "Status": "ACTIVE"] })]
        default: throw Self.unknown(operation.id)
        }
    }
}
