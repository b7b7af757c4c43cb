/// One statement of an IAM policy, as a typed value.
struct Statement: Hashable {
    enum Effect: String { case allow = "Allow", deny = "Deny" }

    let id: String
    var effect = Effect.allow
    var principal: CloudNode?
    var actions: [String]
    /// nil in trust policies.
    var resources: [CloudNode]?
    var conditions: [Condition] = []

    struct Condition: Hashable {
        let test: String
        let key: String
        let values: CloudNode

        init(_ test: String, _ key: String, _ values: CloudNode) {
            self.test = test
            self.key = key
            self.values = values
        }
    }

    var node: CloudNode {
        .members(
            ("Sid", .text(id)), ("Effect", .text(effect.rawValue)), ("Principal", principal),
            ("Action", actions.count == 1 ? .text(actions[0]) : .list(actions.map(CloudNode.text))),
            ("Resource", resources.map { $0.count == 1 ? $0[0] : .list($0) }), ("Condition", conditionNode))
    }

    private var conditionNode: CloudNode? {
        guard !conditions.isEmpty else { return nil }
        var tests: [CloudNode.Member] = []
        for condition in conditions {
            let member = CloudNode.Member(condition.key, condition.values)
            if let index = tests.firstIndex(where: { $0.name == condition.test }),
                case .map(let members) = tests[index].value
            {
                tests[index] = CloudNode.Member(condition.test, .map(members + [member]))
            } else {
                tests.append(CloudNode.Member(condition.test, .map([member])))
            }
        }
        return .map(tests)
    }
}

extension CloudNode {
    /// A policy document; statements of nil are left out.
    static func policy(_ statements: [CloudNode]) -> CloudNode {
        ["Version": "2012-10-17", "Statement": .list(statements)]
    }

    static func policy(_ statements: Statement...) -> CloudNode { policy(statements.map(\.node)) }
}

extension Statement {
    /// Lets an AWS service take a role, only on behalf of this account and, where given, this resource.
    static func trust(_ service: String, from source: String? = nil) -> Statement {
        var conditions = [Condition("StringEquals", "aws:SourceAccount", .ref("AWS::AccountId"))]
        if let source { conditions.append(Condition("ArnLike", "aws:SourceArn", .sub(source))) }
        return Statement(
            id: "ServiceOfThisAccountOnly", principal: ["Service": .text(service)], actions: ["sts:AssumeRole"],
            conditions: conditions)
    }
}
