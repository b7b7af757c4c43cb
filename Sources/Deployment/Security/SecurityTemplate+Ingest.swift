import Playbook
import JSON

/// How events come in: bus, queues and topic, each closed to everybody but those it is for.
extension SecurityTemplate {
    /// A parameter that gives a rule another list of finding types at deployment.
    struct Override {
        let parameter: String
        let rule: String
    }

    /// The first rule on GuardDuty types that isolates, and the first that blocks, as in the reference.
    var overrides: [Override] {
        [("IsolateEc2Findings", "ec2.isolate-instance"), ("BlockPrincipalFindings", "iam.block-principal")]
            .compactMap { parameter, action in
                playbook.rules.first { rule in
                    rule.respond.contains { $0.action == action }
                        && (try? JSONValue(parsing: rule.pattern))?["detail"]?["type"] != nil
                }.map { Override(parameter: parameter, rule: $0.name) }
            }
    }

    func alerts(_ template: inout Template) {
        template.add(
            "Alerts", "AWS::SNS::Topic",
            ["TopicName": .sub("Security_Alerts_${AWS::StackName}"), "DisplayName": "Quell"])
        template.add(
            "AlertsPolicy", "AWS::SNS::TopicPolicy",
            [
                "Topics": [.ref("Alerts")],
                "PolicyDocument": .policy(
                    // The engine is let in here only: a second permission, in its role, would be one that nobody misses.
                    Statement(
                        id: "EnginePublishes", principal: ["AWS": .attribute("EngineRole", "Arn")],
                        actions: ["sns:Publish"], resources: [.ref("Alerts")]),
                    Statement(
                        id: "AlarmsPublish", principal: ["Service": "cloudwatch.amazonaws.com"],
                        actions: ["sns:Publish"], resources: [.ref("Alerts")],
                        conditions: [
                            Statement.Condition("StringEquals", "aws:SourceAccount", .ref("AWS::AccountId")),
                            Statement.Condition(
                                "ArnLike", "aws:SourceArn",
                                .sub("arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:quell-*")),
                        ])),
            ])
        template.add(
            "AlertEmailSubscription", "AWS::SNS::Subscription", condition: "HasEmail",
            ["TopicArn": .ref("Alerts"), "Protocol": "email", "Endpoint": .ref("AlertEmail")])
    }

    /// Nothing is lost: what cannot be delivered or answered ends in the dead-letter queue, which has an alarm.
    func queues(_ template: inout Template) {
        template.add(
            "DeadLetters", "AWS::SQS::Queue",
            [
                "QueueName": .text(Names.deadLetters), "MessageRetentionPeriod": 1_209_600,
                "SqsManagedSseEnabled": true,
            ])
        template.add(
            "Inbox", "AWS::SQS::Queue",
            [
                "QueueName": .text(Names.inbox), "MessageRetentionPeriod": 1_209_600,
                // Six times the function's time-out, as Lambda asks for.
                "VisibilityTimeout": 1_800, "SqsManagedSseEnabled": true,
                "RedrivePolicy": ["deadLetterTargetArn": .attribute("DeadLetters", "Arn"), "maxReceiveCount": 5],
            ])
        for (id, queue) in [("InboxPolicy", "Inbox"), ("DeadLettersPolicy", "DeadLetters")] {
            template.add(
                id, "AWS::SQS::QueuePolicy",
                [
                    "Queues": [.ref(queue)],
                    "PolicyDocument": .policy(
                        Statement(
                            id: "OurRulesOnly", principal: ["Service": "events.amazonaws.com"],
                            actions: ["sqs:SendMessage"], resources: [.attribute(queue, "Arn")],
                            conditions: [
                                Statement.Condition("StringEquals", "aws:SourceAccount", .ref("AWS::AccountId")),
                                Statement.Condition("ArnLike", "aws:SourceArn", .list(ruleARNs(into: queue))),
                            ]),
                        Statement(
                            id: "TLSOnly", effect: .deny, principal: "*", actions: ["sqs:*"],
                            resources: [.attribute(queue, "Arn")],
                            conditions: [Statement.Condition("Bool", "aws:SecureTransport", "false")])),
                ])
        }
    }

    /// The rules that fill the queues, by name.
    ///
    /// A queue's policy may have 8,192 bytes. Of more rules than fit the names begin alike, which the organization's
    /// policy keeps to Quell.
    private func ruleARNs(into queue: String) -> [CloudNode] {
        let prefix = "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule"
        guard playbook.rules.count <= 50 else { return [.sub("\(prefix)/quell-*")] }
        let rules = playbook.rules.map { rule in
            CloudNode.sub("\(prefix)/\(isOfHub(rule) ? "" : "\(Names.bus)/")quell-\(rule.name)")
        }
        // A schedule that could not be delivered is made up for by the next.
        return queue == "Inbox" ? rules + Names.schedules.map { .sub("\(prefix)/\($0)") } : rules
    }

    /// P2.1: open to the organization's forwarding rules, and to no direct call.
    func bus(_ template: inout Template) {
        template.add(
            "Bus", "AWS::Events::EventBus",
            ["Name": .text(Names.bus), "Description": "Findings of the organization's accounts."])
        let forwarder = "arn:${AWS::Partition}:iam::*:role\(Names.path)\(Names.forwarderRole)"
        template.add(
            "BusForwarders", "AWS::Events::EventBusPolicy",
            [
                "EventBusName": .ref("Bus"), "StatementId": "OrganizationForwardersOnly",
                "Statement": Statement(
                    id: "OrganizationForwardersOnly", principal: "*", actions: ["events:PutEvents"],
                    resources: [.attribute("Bus", "Arn")],
                    conditions: [
                        Statement.Condition("StringEquals", "aws:PrincipalOrgID", .ref("OrganizationId")),
                        // This account's own forwarder is allowed by its role, and by nothing else.
                        Statement.Condition("StringNotEquals", "aws:PrincipalAccount", .ref("AWS::AccountId")),
                        Statement.Condition("ArnLike", "aws:PrincipalArn", .sub(forwarder)),
                        Statement.Condition("Bool", "events:eventBusInvocation", "true"),
                        Statement.Condition("Null", "events:source", "false"),
                        Statement.Condition("Null", "events:detail-type", "false"),
                        Statement.Condition(
                            "ForAllValues:StringEquals", "events:source", ["aws.guardduty", "aws.config"]),
                        Statement.Condition(
                            "ForAllValues:StringEquals", "events:detail-type",
                            ["GuardDuty Finding", "Config Rules Compliance Change"]),
                    ]
                ).node,
            ])
        template.add(
            "BusNoDirectCalls", "AWS::Events::EventBusPolicy",
            [
                "EventBusName": .ref("Bus"), "StatementId": "NoDirectPutEvents",
                "Statement": Statement(
                    id: "NoDirectPutEvents", effect: .deny, principal: "*", actions: ["events:PutEvents"],
                    resources: [.attribute("Bus", "Arn")],
                    conditions: [Statement.Condition("Bool", "events:eventBusInvocation", "false")]
                ).node,
            ])
        ownFindings(&template)
    }

    private func ownFindings(_ template: inout Template) {
        template.add(
            "ForwarderRole", "AWS::IAM::Role", condition: "ForwardsOwnFindings",
            [
                "RoleName": .text(Names.forwarderRole), "Path": .text(Names.path),
                "AssumeRolePolicyDocument": .policy(
                    .trust(
                        "events.amazonaws.com",
                        from: "arn:${AWS::Partition}:events:*:${AWS::AccountId}:rule/quell-forward-*")),
                "Policies": [
                    [
                        "PolicyName": "forward",
                        "PolicyDocument": .policy(
                            Statement(
                                id: "PutOnTheBus", actions: ["events:PutEvents"],
                                resources: [.attribute("Bus", "Arn")])),
                    ]
                ],
            ])
        template.add(
            "ForwardOwn", "AWS::Events::Rule", condition: "ForwardsOwnFindings",
            [
                "Name": "quell-forward-own", "State": "ENABLED",
                "Description": "Forwards findings that arrive on this account's default bus.",
                "EventPattern": [
                    "source": ["aws.guardduty", "aws.config"],
                    "detail-type": ["GuardDuty Finding", "Config Rules Compliance Change"],
                ],
                "Targets": [
                    ["Id": "Bus", "Arn": .attribute("Bus", "Arn"), "RoleArn": .attribute("ForwarderRole", "Arn")]
                ],
            ])
    }
}
