package import AWSClient
import Actions
import Findings
package import JSON

/// Evaluates whether security groups let too much of the internet in, for a custom rule of AWS Config.
///
/// A group is judged by the same arithmetic by which `ec2.confine-security-group` confines it, so that what is reported
/// is what is confined, and a confined group is compliant again. Nothing is decided on an input that cannot be read:
/// the function fails then, and AWS Config shows that the rule did not evaluate.
package struct OpenSecurityGroupRule: Sendable {
    /// Everything that the rule calls, for its role.
    package static let operations = [
        Config.getResourceConfigHistory, Config.putEvaluations, EC2.describeSecurityGroups,
        EC2.describeSecurityGroupRules, EC2.getManagedPrefixListEntries,
    ]

    /// What AWS Config takes in one call.
    private static let batch = 100

    private let client: APIClient
    private let region: String

    /// `client` has the credentials of the account whose groups are evaluated.
    package init(client: APIClient, region: String) {
        self.client = client
        self.region = region
    }

    /// Evaluates what one invocation is about, tells AWS Config, and answers with what it told.
    package func evaluate(_ event: JSONValue) async throws -> [Evaluation] {
        let invocation = try Invocation(event)
        let openness = try RuleParameters.openness(invocation.parameters)
        let evaluations: [Evaluation]
        switch invocation.subject {
        case .changed(let item):
            evaluations = [try await evaluation(of: item, invocation, openness) { item }]
        case .changedLargely(let summary):
            evaluations = [
                try await evaluation(of: summary, invocation, openness) { try await recorded(summary) }
            ]
        case .all(let account, let time):
            evaluations = try await everyGroup(of: account, at: time, openness)
        }
        try await put(evaluations, invocation.resultToken)
        return evaluations
    }

    // MARK: One group, as it was recorded

    private func evaluation(
        of item: ConfigurationItem, _ invocation: Invocation, _ openness: Openness,
        whole: () async throws -> ConfigurationItem
    ) async throws -> Evaluation {
        func notApplicable(_ why: String) -> Evaluation {
            Evaluation(item.resourceType, item.resourceID, .notApplicable, why, at: item.captureTime)
        }
        guard item.resourceType == ConfigurationItem.securityGroup else {
            return notApplicable("Only security groups are evaluated.")
        }
        guard item.status.isRecorded else { return notApplicable("The security group is deleted or not recorded.") }
        guard !invocation.isOutOfScope else { return notApplicable("The security group has left the rule's scope.") }
        let rules = try await whole().ingressRules()
        let open = openness.open(rules, try await prefixLists(rules))
        return judged(item.resourceID, rules.filter { open.contains($0.id) }, at: item.captureTime)
    }

    /// The item of a summary, from the history of the resource.
    private func recorded(_ summary: ConfigurationItem) async throws -> ConfigurationItem {
        let answer = try await client.call(
            Config.getResourceConfigHistory,
            [
                "resourceType": .string(summary.resourceType), "resourceId": .string(summary.resourceID),
                "laterTime": .string(summary.captureTime), "limit": 1,
            ], region: region)
        let name = "\(summary.resourceType) \(summary.resourceID) of \(summary.captureTime)"
        guard let json = answer["configurationItems"]?.array?.first else {
            throw ConfigRuleError(.noConfiguration, "AWS Config has no configuration of \(name) in its history.")
        }
        let item = try ConfigurationItem(EventPart(json, "configurationItems[0]"))
        // An older item than the one the notification is about would be judged as if nothing had changed.
        guard item.resourceID == summary.resourceID, let asked = ISO8601.parse(summary.captureTime),
            let given = ISO8601.parse(item.captureTime), abs(asked - given) < 1
        else {
            throw ConfigRuleError(
                .noConfiguration, "The history of AWS Config ends at \(item.captureTime), before \(name).")
        }
        return item
    }

    // MARK: Every group, as it is now

    private func everyGroup(
        of account: AccountID, at time: String, _ openness: Openness
    ) async throws -> [Evaluation] {
        let groups = try await client.all(EC2.describeSecurityGroups, ["MaxResults": 1000], region: region)
        let answer = try await client.all(EC2.describeSecurityGroupRules, ["MaxResults": 1000], region: region)
        var rulesByGroup: [String: [SecurityGroupRule]] = [:]
        for json in answer["SecurityGroupRules"]?.array ?? [] {
            guard let group = json["GroupId"]?.string else {
                throw AWSError(
                    kind: .unreadableAnswer, operation: EC2.describeSecurityGroupRules.id,
                    message: "A security group rule names no group: \(json)")
            }
            rulesByGroup[group, default: []] += try SecurityGroupRule.all(in: ["SecurityGroupRules": [json]])
        }
        let lists = try await prefixLists(rulesByGroup.values.flatMap(\.self))
        // A group that another account shares with this one is that account's to report.
        let own = (groups["SecurityGroups"]?.array ?? []).filter { $0["OwnerId"]?.string == account.description }
        return own.compactMap { $0["GroupId"]?.string }.sorted().map { group in
            let rules = rulesByGroup[group] ?? []
            let open = openness.open(rules, lists)
            return judged(group, rules.filter { open.contains($0.id) }, isNamed: true, at: time)
        }
    }

    // MARK: Judging and telling

    private func prefixLists(_ rules: [SecurityGroupRule]) async throws(AWSError) -> PrefixLists {
        try await PrefixLists(of: rules) { (operation, input) throws(AWSError) in
            try await client.all(operation, input, region: region)
        }
    }

    private func judged(
        _ group: String, _ open: [SecurityGroupRule], isNamed: Bool = false, at time: String
    ) -> Evaluation {
        guard !open.isEmpty else {
            return Evaluation(
                ConfigurationItem.securityGroup, group, .compliant,
                "No ingress rule lets in more of the internet than allowed.", at: time)
        }
        return Evaluation(
            ConfigurationItem.securityGroup, group, .nonCompliant, Annotation(open, isNamed: isNamed).text, at: time)
    }

    private func put(_ evaluations: [Evaluation], _ token: String) async throws {
        for start in stride(from: 0, to: evaluations.count, by: Self.batch) {
            let batch = evaluations[start..<min(start + Self.batch, evaluations.count)]
            let answer = try await client.call(
                Config.putEvaluations,
                [
                    "Evaluations": .array(batch.map(\.input)), "ResultToken": .string(token),
                    // The token of a rule that is tried out in the console.
                    "TestMode": .bool(token == "TESTMODE"),
                ], region: region)
            let failed = (answer["FailedEvaluations"]?.array ?? []).map { $0["ComplianceResourceId"]?.string ?? "?" }
            guard failed.isEmpty else {
                throw ConfigRuleError(
                    .refused,
                    "AWS Config refused \(failed.count) of \(batch.count) evaluations: "
                        + "\(failed.prefix(5).joined(separator: ", ")).")
            }
        }
    }
}
