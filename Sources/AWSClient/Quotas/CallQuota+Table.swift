import JSON

/// The numbers that AWS publishes, read on 2026-11-28; `Documentation/quotas.md` names the pages.
extension CallQuota {
    /// The bucket that a call takes its token from; nil where nothing needs to be held back.
    static func of(_ operation: Operation, _ input: JSONValue) -> CallQuota? {
        let service = operation.service.id
        if let family = families[service] { return family }
        guard service == EC2.service.id else {
            return unlimited.contains(service) ? nil : table[Name(operation)] ?? unpublished(operation.name)
        }
        if unfiltered.contains(operation.name), !isNarrowed(input) { return wideReads[operation.name] }
        return table[Name(operation)]
            ?? (operation.isReadOnly
                ? published(operation.name, 100, perSecond: 20) : published(operation.name, 50, perSecond: 5))
    }

    /// An operation, without putting its name together for every call.
    private struct Name: Hashable {
        let service: String
        let name: String

        init(_ operation: Operation) {
            service = operation.service.id
            name = operation.name
        }
    }

    /// The journal and the queue are sized by who deploys Quell, and must never wait behind a guess.
    private static let unlimited: Set<String> = ["dynamodb", "sqs"]

    /// Services all of whose calls share one bucket.
    ///
    /// STS charges the calling account, not the one whose role is taken; the client that assumes roles is the caller's.
    private static let families = ["sts": published("*", 600, perSecond: 600)]

    /// Reads that have a smaller bucket of their own where they name neither a filter nor a size of page.
    private static let unfiltered: Set<String> = [
        "DescribeInstances", "DescribeNetworkInterfaces", "DescribeSecurityGroups", "DescribeSnapshots",
        "DescribeVolumes",
    ]

    private static let wideReads = Dictionary(
        uniqueKeysWithValues: unfiltered.map { ($0, published("\($0) unfiltered", 50, perSecond: 10)) })

    private static func isNarrowed(_ input: JSONValue) -> Bool {
        input["Filters"]?.array?.isEmpty == false || input["MaxResults"] != nil || input["NextToken"] != nil
    }

    private static let table: [Name: CallQuota] = {
        var table: [Name: CallQuota] = [:]
        func add(_ operations: [Operation], _ capacity: Double, perSecond refill: Double) {
            for operation in operations {
                table[Name(operation)] = published(operation.name, capacity, perSecond: refill)
            }
        }
        add([EC2.modifyNetworkInterfaceAttribute, EC2.createSnapshots], 100, perSecond: 5)
        add([EC2.createTags, EC2.deleteTags], 100, perSecond: 10)
        add([SSM.startAutomationExecution], 1, perSecond: 1)
        add([SSM.describeAutomationExecutions], 3, perSecond: 3)
        add([SecurityHub.getFindings], 6, perSecond: 3)
        add([SecurityHub.batchUpdateFindings], 30, perSecond: 10)
        add([CloudTrail.lookupEvents], 2, perSecond: 2)
        // The smallest of the Regions' numbers is 30 a second; the others are found by trying.
        table[Name(SNS.publish)] = unpublished(SNS.publish.name, perSecond: 30)
        return table
    }()
}
