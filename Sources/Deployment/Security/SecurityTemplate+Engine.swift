import AWSClient
import ActionKit
import Playbook

/// What answers: the function, its role, the journal, and the roles it takes in this account.
extension SecurityTemplate {
    /// Kept when the stack is deleted: it is the record of what was done.
    func journal(_ template: inout Template) {
        template.add(
            "Journal", "AWS::DynamoDB::Table", isKept: true,
            [
                "TableName": .text(Names.journal), "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [
                    ["AttributeName": "pk", "AttributeType": "S"], ["AttributeName": "sk", "AttributeType": "N"],
                ],
                "KeySchema": [
                    ["AttributeName": "pk", "KeyType": "HASH"], ["AttributeName": "sk", "KeyType": "RANGE"],
                ],
                "PointInTimeRecoverySpecification": ["PointInTimeRecoveryEnabled": true],
                "DeletionProtectionEnabled": true,
            ])
    }

    func engine(_ template: inout Template) {
        let logs = "/aws/lambda/\(Names.function)"
        template.add("EngineLogs", "AWS::Logs::LogGroup", ["LogGroupName": .text(logs), "RetentionInDays": 365])
        let responders = "arn:${AWS::Partition}:iam::*:role\(Names.path)${ResponseRoleName}-"
        template.add(
            "EngineRole", "AWS::IAM::Role",
            [
                "RoleName": .text(Names.engineRole), "Path": .text(Names.path),
                "Description": "Takes the response roles; it may change nothing by itself.",
                "AssumeRolePolicyDocument": .policy(.lambdaTrust),
                "Policies": .list(
                    [
                        [
                            "PolicyName": "engine",
                            "PolicyDocument": .policy(
                                Statement(
                                    id: "AssumeRespondersInOurOrganization",
                                    actions: ["sts:AssumeRole", "sts:SetSourceIdentity"],
                                    resources: [.sub(responders + "*")],
                                    conditions: [
                                        Statement.Condition("StringEquals", "aws:ResourceOrgID", .ref("OrganizationId"))
                                    ]),
                                Statement(
                                    id: "NeverUndo", effect: .deny, actions: ["sts:AssumeRole"],
                                    resources: [.sub(responders + "undo-*")]),
                                Statement(
                                    id: "Inbox",
                                    actions: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
                                    resources: [.attribute("Inbox", "Arn")]),
                                // Reminds itself to look whether its changes still hold.
                                Statement(
                                    id: "Remind", actions: ["sqs:SendMessage"],
                                    resources: [.attribute("Inbox", "Arn")]),
                                journalStatement, .logging(logs)),
                        ]
                    ] + homePolicies + escalationPolicies + [sweepPolicy]),
            ])
        function(&template)
    }

    /// Publishing to the topics that are told when nobody has approved in time; their own policies must allow it as well
    /// where they are in another account.
    private var escalationPolicies: [CloudNode] {
        let demands = playbook.rules.flatMap { rule in [rule.approval] + rule.respond.map(\.approval) }
        let topics = Set(demands.compactMap { $0?.escalate }).sorted()
        guard !topics.isEmpty else { return [] }
        let publishing = Statement(id: "Escalate", actions: ["sns:Publish"], resources: topics.map(CloudNode.text))
        return [["PolicyName": "escalate", "PolicyDocument": .policy([publishing.node])]]
    }

    /// No item is ever deleted: the chain would break.
    private var journalStatement: Statement {
        Statement(
            id: "Journal", actions: journalActions,
            resources: [.attribute("Journal", "Arn")])
    }

    /// What actions of the playbook do with the engine's own credentials, beside publishing.
    private var homePolicies: [CloudNode] { homePolicies(roles.actingStatements) }

    /// The same for taking it back, which people do.
    private var homeUndoPolicies: [CloudNode] { homePolicies(roles.undoingStatements) }

    private func homePolicies(_ statements: (Manifest) -> [CloudNode]) -> [CloudNode] {
        roles.used.filter { ResponseRoles.isHome($0) && $0.phase != .notify }.map { manifest in
            ["PolicyName": .text(manifest.id), "PolicyDocument": .policy(statements(manifest))]
        }
    }

    private func function(_ template: inout Template) {
        template.add(
            "Engine", "AWS::Lambda::Function", dependsOn: ["EngineLogs"],
            [
                "FunctionName": .text(Names.function), "Description": "Responds to findings.",
                "Runtime": "provided.al2023", "Handler": "bootstrap", "Architectures": [.ref("Architecture")],
                "MemorySize": 512, "Timeout": 300, "ReservedConcurrentExecutions": .ref("Concurrency"),
                "Role": .attribute("EngineRole", "Arn"),
                "Code": ["S3Bucket": .ref("ArtifactBucket"), "S3Key": .sub("${ArtifactPrefix}\(Names.artifact)")],
                "Environment": [
                    "Variables": .map(
                        [
                            CloudNode.Member("QUELL_HANDLER", "respond"),
                            CloudNode.Member("QUELL_TOPIC", .ref("Alerts")),
                            CloudNode.Member("QUELL_JOURNAL_TABLE", .ref("Journal")),
                            CloudNode.Member("QUELL_ROLE_NAME", .sub("quell/${ResponseRoleName}-{action}")),
                            CloudNode.Member("QUELL_EXTERNAL_ID", "quell:{account}"),
                            CloudNode.Member("QUELL_HOME_ACCOUNT", .ref("AWS::AccountId")),
                            CloudNode.Member("QUELL_INBOX", .ref("Inbox")),
                            CloudNode.Member("QUELL_OVERRIDES", overridesText),
                            CloudNode.Member("QUELL_HALT", .ref("Halt")),
                        ] + Self.sweepVariables)
                ],
            ])
        template.add(
            "InboxToEngine", "AWS::Lambda::EventSourceMapping",
            [
                "EventSourceArn": .attribute("Inbox", "Arn"), "FunctionName": .attribute("Engine", "Arn"),
                "BatchSize": 5, "FunctionResponseTypes": ["ReportBatchItemFailures"],
                "ScalingConfig": ["MaximumConcurrency": .ref("Concurrency")],
            ])
    }

    /// What the function's code reads as its overrides: the parameters of this stack.
    private var overridesText: CloudNode {
        let findings = overrides.map { #""\#($0.rule)":"${\#($0.parameter)Text}""# }.joined(separator: ",")
        let text =
            #"{"exceptionTag":"${ExceptionTag}","findings":{"# + findings
            + #"},"options":{"safe-ipv4":"${AllowedIPv4Range}","safe-ipv6":"${AllowedIPv6Range}"}}"#
        let joined = overrides.map { override in
            CloudNode.Member(
                "\(override.parameter)Text", ["Fn::Join": [",", .ref(override.parameter)]])
        }
        guard !joined.isEmpty else { return .sub(text) }
        return ["Fn::Sub": [.text(text), .map(joined)]]
    }

    /// Reading and archiving in this account, which administers GuardDuty for the organization.
    func responseRoles(_ template: inout Template) {
        func add(_ role: ResponseRoles.Role) {
            template.add(role.id, role.resource(condition: nil, securityAccount: "AWS::AccountId"))
        }
        add(roles.reading)
        for manifest in roles.used where ResponseRoles.isCentral(manifest) && !ResponseRoles.isHome(manifest) {
            add(roles.acting(manifest))
            if let undo = roles.undoing(manifest) { add(undo) }
        }
    }

    /// Who may undo: named people with MFA, by roles that the engine cannot take.
    func operators(_ template: inout Template) {
        template.add(
            "OperatorRole", "AWS::IAM::Role",
            [
                "RoleName": .text(Names.operatorRole), "Path": .text(Names.path),
                "Description": "People take it to read the journal, to list exceptions, to approve and to undo.",
                "AssumeRolePolicyDocument": .policy([
                    .when(
                        "HasOperators",
                        Statement(
                            id: "NamedPeopleWithMFA", principal: ["AWS": .ref("OperatorPrincipals")],
                            actions: ["sts:AssumeRole"],
                            conditions: [Statement.Condition("Bool", "aws:MultiFactorAuthPresent", "true")]
                        ).node,
                        else: Statement(
                            id: "Nobody", effect: .deny, principal: "*", actions: ["sts:AssumeRole"]
                        ).node)
                ]),
                "Policies": .list(
                    [
                        [
                            "PolicyName": "operate",
                            "PolicyDocument": .policy(
                                Statement(
                                    id: "TakeUndoAndReadRoles", actions: ["sts:AssumeRole", "sts:SetSourceIdentity"],
                                    resources: ["read", "undo-*"].map {
                                        .sub("arn:${AWS::Partition}:iam::*:role\(Names.path)${ResponseRoleName}-\($0)")
                                    },
                                    conditions: [
                                        Statement.Condition("StringEquals", "aws:ResourceOrgID", .ref("OrganizationId"))
                                    ]),
                                // What they send proves nothing: the engine asks the journal what people have approved.
                                Statement(
                                    id: "AskEngineToApply", actions: ["sqs:SendMessage"],
                                    resources: [.attribute("Inbox", "Arn")]),
                                journalStatement),
                        ]
                    ] + homeUndoPolicies),
            ])
    }
}
