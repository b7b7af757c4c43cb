import JSON
import Playbook

/// P2.2: one EventBridge rule for each rule of the playbook, its pattern word for word.
extension SecurityTemplate {
    func rules(_ template: inout Template) throws(SynthesisMistake) {
        for rule in playbook.rules {
            let name = "quell-\(rule.name)"
            guard name.utf8.count <= 64 else {
                throw SynthesisMistake(
                    "The rule \(rule.name) needs a shorter name: EventBridge takes 64 characters, and quell- stands "
                        + "before it.")
            }
            guard !Names.schedules.contains(name) else {
                throw SynthesisMistake("The rule \(rule.name) needs another name: \(name) is the stack's own schedule.")
            }
            let pattern = try self.pattern(of: rule, &template)
            guard pattern.json.utf8.count <= 4_096 else {
                throw SynthesisMistake(
                    "The pattern of rule \(rule.name) has \(pattern.json.utf8.count) bytes; EventBridge takes 4096. "
                        + "Part the rule in two.")
            }
            template.add(
                ResponseRoles.logicalID(rule.name) + "Rule", "AWS::Events::Rule",
                condition: isOfHub(rule) ? "HasHubActions" : nil,
                .members(
                    ("Name", .text(name)),
                    ("Description", .text("Responds with \(rule.respond.map(\.action).joined(separator: ", ")).")),
                    ("EventBusName", isOfHub(rule) ? nil : .ref("Bus")), ("EventPattern", pattern),
                    ("State", "ENABLED"),
                    (
                        "Targets",
                        [
                            [
                                "Id": "Inbox", "Arn": .attribute("Inbox", "Arn"),
                                "RetryPolicy": ["MaximumEventAgeInSeconds": 86_400, "MaximumRetryAttempts": 185],
                                "DeadLetterConfig": ["Arn": .attribute("DeadLetters", "Arn")],
                            ]
                        ]
                    )))
        }
    }

    /// Every minute the engine does what no event asks for: it looks whether its changes still hold.
    func tending(_ template: inout Template) {
        template.add(
            "TendRule", "AWS::Events::Rule",
            [
                "Name": .text(Names.tendRule), "Description": "Has the engine look after what it did.",
                "ScheduleExpression": "rate(1 minute)", "State": "ENABLED",
                "Targets": [
                    [
                        "Id": "Inbox", "Arn": .attribute("Inbox", "Arn"), "Input": #"{"quell":"tend"}"#,
                        "RetryPolicy": ["MaximumEventAgeInSeconds": 60, "MaximumRetryAttempts": 2],
                    ]
                ],
            ])
    }

    /// Security Hub's custom actions are on the security account's own default bus.
    func isOfHub(_ rule: Rule) -> Bool {
        (try? JSONValue(parsing: rule.pattern))?["source"]?.strings == ["aws.securityhub"]
    }

    private func pattern(of rule: Rule, _ template: inout Template) throws(SynthesisMistake) -> CloudNode {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: rule.pattern)
        } catch {
            throw SynthesisMistake("The pattern of rule \(rule.name) is not JSON: \(error).")
        }
        guard case .map(var members) = CloudNode(json) else {
            throw SynthesisMistake("The pattern of rule \(rule.name) is not an object.")
        }
        if isOfHub(rule) {
            // A member account can send an event of its own Security Hub; only ours counts.
            members.append(CloudNode.Member("account", [.ref("AWS::AccountId")]))
        }
        guard let override = overrides.first(where: { $0.rule == rule.name }) else { return .map(members) }
        let condition = "Has\(override.parameter)"
        template.condition(
            condition, ["Fn::Not": [["Fn::Equals": [["Fn::Join": ["", .ref(override.parameter)]], ""]]]])
        return .map(
            members.map { member in
                guard member.name == "detail", case .map(let detail) = member.value else { return member }
                return CloudNode.Member(
                    "detail",
                    .map(
                        detail.map { field in
                            guard field.name == "type" else { return field }
                            return CloudNode.Member(
                                "type", .when(condition, .ref(override.parameter), else: field.value))
                        }))
            })
    }
}
