import AWSClient
import JSON

/// The token buckets that AWS documents for its calls, one for each account, Region and operation.
struct Quotas {
    private struct Bucket {
        var tokens: Double
        var at: Double
    }

    private struct Limit {
        let capacity: Double
        let refill: Double
    }

    private var buckets: [String: Bucket] = [:]

    /// Takes one token, or refuses as AWS does.
    mutating func take(_ operation: Operation, _ input: JSONValue, _ arrival: Arrival) throws(Refusal) {
        let isWide = Self.wide.contains(operation.id) && input["Filters"] == nil && input["MaxResults"] == nil
        guard let limit = isWide ? Limit(capacity: 50, refill: 10) : Self.limit(operation) else { return }
        let place = operation.service.isGlobal ? "" : arrival.region
        // All of STS is one bucket, of the calling account.
        let name = operation.service.id == "sts" ? "sts" : operation.id
        let key = "\(arrival.account)/\(place)/\(name)\(isWide ? "/wide" : "")"
        var bucket = buckets[key] ?? Bucket(tokens: limit.capacity, at: arrival.now)
        bucket.tokens = min(limit.capacity, bucket.tokens + (arrival.now - bucket.at) * limit.refill)
        bucket.at = arrival.now
        guard bucket.tokens >= 1 else {
            buckets[key] = bucket
            throw operation.service.id == "ec2"
                ? Refusal("RequestLimitExceeded", "Request limit exceeded.", status: 503)
                : Refusal("ThrottlingException", "Rate exceeded")
        }
        bucket.tokens -= 1
        buckets[key] = bucket
    }

    private static func limit(_ operation: Operation) -> Limit? {
        if let limit = exact[operation.id] { return limit }
        switch operation.service.id {
        case "ec2": return operation.isReadOnly ? Limit(capacity: 100, refill: 20) : Limit(capacity: 50, refill: 5)
        case "sts": return Limit(capacity: 600, refill: 600)
        // AWS publishes none for these; the numbers are made up, so that somebody has to find them.
        case "autoscaling", "elb", "elbv2", "guardduty", "config": return Limit(capacity: 60, refill: 12)
        case "iam": return Limit(capacity: 50, refill: 5)
        default: return nil
        }
    }

    /// Reads that have a smaller bucket where they name neither a filter nor a size of page.
    private static let wide: Set<String> = [
        EC2.describeInstances.id, EC2.describeNetworkInterfaces.id, EC2.describeSecurityGroups.id,
        EC2.describeSnapshots.id, EC2.describeVolumes.id,
    ]

    private static let exact: [String: Limit] = [
        EC2.modifyNetworkInterfaceAttribute.id: Limit(capacity: 100, refill: 5),
        EC2.createSnapshots.id: Limit(capacity: 100, refill: 5),
        EC2.createTags.id: Limit(capacity: 100, refill: 10), EC2.deleteTags.id: Limit(capacity: 100, refill: 10),
        SSM.startAutomationExecution.id: Limit(capacity: 1, refill: 1),
        SSM.describeAutomationExecutions.id: Limit(capacity: 3, refill: 3),
        SecurityHub.getFindings.id: Limit(capacity: 6, refill: 3),
        SecurityHub.batchUpdateFindings.id: Limit(capacity: 30, refill: 10),
    ]
}
