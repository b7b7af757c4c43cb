import AWSClient
import ActionKit
import Playbook

/// The stack of a service account: it forwards what AWS finds, and lets the security account act.
///
/// It holds no response code and no response configuration. It is made for StackSets: deployed to every account and Region,
/// it makes what is global in the home Region only.
struct ServiceTemplate {
    let playbook: Playbook
    let roles: ResponseRoles
    let topology: Topology
    /// Operations of the custom Config rule.
    let ruleOperations: [Operation]

    static let isHome = "IsHomeRegion"

    func template() throws(SynthesisMistake) -> Template {
        var template = Template(
            "Quell service account: forwards findings and compliance changes to the security account, and holds the "
                + "roles it responds with.")
        ask(&template)
        conditions(&template)
        forwarding(&template)
        responseRoles(&template)
        try runbookRoles(&template)
        detection(&template)
        recorder(&template)
        managedRules(&template)
        customRule(&template)
        return template
    }

    private func ask(_ template: inout Template) {
        typealias Parameter = Template.Parameter
        template.ask(
            "Security account",
            [
                ("SecurityAccountId", .account), ("OrganizationId", .organization), ("HomeRegion", .region),
                ("ResponseRoleName", .role(topology.responseRole)), ("PermissionsBoundary", .boundary),
            ])
        template.ask(
            "Responses",
            [
                (
                    "AllowInlineDenials",
                    .flag(
                        "Whether a principal with a full quota of managed policies may be denied by an inline policy. "
                            + "IAM cannot limit what an inline policy says: the role that may put one could become "
                            + "administrator.", false)
                ),
                (
                    "ArchiveHere",
                    .flag("Whether findings are archived in this account: true where it administers itself.", false)
                ),
            ])
        template.ask(
            "Detection",
            [
                ("EnableGuardDuty", .flag("Whether to enable GuardDuty.", false)),
                ("EnableConfig", .flag("Whether to record configurations with AWS Config.", false)),
                (
                    "ConfigBucketName",
                    Parameter(
                        description: "An existing bucket for AWS Config; empty to make config-bucket-ACCOUNT.",
                        standard: "", pattern: "^$|[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", hint: "The name of a bucket.")
                ),
                (
                    "ConfigTopicName",
                    Parameter(
                        description: "Name of the SNS topic of AWS Config; empty for none.", standard: "Config",
                        pattern: "[A-Za-z0-9_-]{0,256}", hint: "The name of a topic, or nothing.")
                ),
            ])
        template.ask(
            "Config rules",
            ManagedRule.all.flatMap(\.questions) + [
                ("ArtifactBucket", .optionalBucket), ("ArtifactPrefix", .prefix(topology.artifactPrefix)),
                ("Architecture", .architecture),
            ])
    }

    private func conditions(_ template: inout Template) {
        template.condition(Self.isHome, ["Fn::Equals": [.ref("AWS::Region"), .ref("HomeRegion")]])
        template.condition(
            "IsSecurityAccount", ["Fn::Equals": [.ref("AWS::AccountId"), .ref("SecurityAccountId")]])
        // The security account's own stack makes the roles that both would make.
        template.condition(
            "MakesSharedRoles",
            ["Fn::And": [["Condition": .text(Self.isHome)], ["Fn::Not": [["Condition": "IsSecurityAccount"]]]]])
        // In the security account's home Region the security stack forwards; this one adds the roles that contain.
        template.condition(
            "Forwards",
            ["Fn::Not": [["Fn::And": [["Condition": .text(Self.isHome)], ["Condition": "IsSecurityAccount"]]]]])
        template.bounds()
        template.condition("AllowInlineDenials", isTrue: "AllowInlineDenials")
        template.condition(
            "ArchivesHere",
            ["Fn::And": [["Condition": "MakesSharedRoles"], ["Fn::Equals": [.ref("ArchiveHere"), "true"]]]])
    }

    /// P1.1 and P1.2: to the security account's bus, by a role that may do nothing else.
    private func forwarding(_ template: inout Template) {
        let bus = "arn:${AWS::Partition}:events:${HomeRegion}:${SecurityAccountId}:event-bus/\(Names.bus)"
        template.add(
            "ForwarderRole", "AWS::IAM::Role", condition: "MakesSharedRoles",
            [
                "RoleName": .text(Names.forwarderRole), "Path": .text(Names.path),
                "Description": "Lets EventBridge put events on the security account's bus.",
                "AssumeRolePolicyDocument": .policy(
                    .trust(
                        "events.amazonaws.com",
                        from: "arn:${AWS::Partition}:events:*:${AWS::AccountId}:rule/quell-forward-*")),
                "Policies": [
                    [
                        "PolicyName": "forward",
                        "PolicyDocument": .policy(
                            Statement(id: "PutOnTheBus", actions: ["events:PutEvents"], resources: [.sub(bus)])),
                    ]
                ],
            ])
        let role: CloudNode = .sub(
            "arn:${AWS::Partition}:iam::${AWS::AccountId}:role\(Names.path)\(Names.forwarderRole)")
        for (id, name, source, kind) in [
            ("ForwardFindings", "quell-forward-guardduty", "aws.guardduty", "GuardDuty Finding"),
            ("ForwardCompliance", "quell-forward-config", "aws.config", "Config Rules Compliance Change"),
        ] {
            template.add(
                id, "AWS::Events::Rule", condition: "Forwards",
                [
                    "Name": .text(name), "Description": .text("Forwards every \(kind) to the security account."),
                    "EventPattern": ["source": [.text(source)], "detail-type": [.text(kind)]], "State": "ENABLED",
                    "Targets": [["Id": "SecurityAccount", "Arn": .sub(bus), "RoleArn": role]],
                ])
        }
    }

    private func responseRoles(_ template: inout Template) {
        func add(_ role: ResponseRoles.Role, _ condition: String) {
            template.add(role.id, role.resource(condition: condition))
        }
        add(roles.reading, "MakesSharedRoles")
        for manifest in roles.used where !ResponseRoles.isHome(manifest) {
            let condition = ResponseRoles.isCentral(manifest) ? "ArchivesHere" : Self.isHome
            add(roles.acting(manifest), condition)
            if let undo = roles.undoing(manifest) { add(undo, condition) }
        }
    }
}
