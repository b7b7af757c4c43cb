#if DEBUG
    package import ActionKit
    import JSON

    extension IsolateInstance {
        package static let scenarios: [Scenario] = plans + ofOthers + options + left

        private static let plans: [Scenario] = [
            Scenario(
                "The first isolation in a VPC makes the quarantine group, and empties it before it is used.",
                event: finding(), answers: IsolationExample().answers,
                expected: .plan(custody + [made, emptied("0.0.0.0/0"), isolated(1)]), incident: "row1-isolate-ec2"),
            Scenario(
                "A new group lets IPv6 out too where the VPC has it, and that rule is revoked as well.",
                event: finding(), answers: IsolationExample(hasIPv6: true).answers,
                expected: .plan(custody + [made, emptied("0.0.0.0/0"), emptied("::/0"), isolated(1)])),
            Scenario(
                "Every interface is isolated, and rules that somebody put into the group are revoked first.",
                event: finding(),
                answers: IsolationExample(
                    interfaces: [["sg-00000000000000001"], ["sg-00000000000000002"]],
                    quarantineRules: [
                        IsolationExample.rule(1, isEgress: false), IsolationExample.rule(2, isEgress: true),
                    ]
                ).answers,
                expected: .plan(
                    custody + [
                        "Revoke sgr-00000000000000001, a rule that somebody put into quell-quarantine.",
                        "Revoke sgr-00000000000000002, a rule that somebody put into quell-quarantine.",
                        isolated(1), isolated(2),
                    ]), incident: "two-interfaces"),
            Scenario(
                "A member of an Auto Scaling group behind load balancers is taken out of service before the cut.",
                event: finding(), answers: IsolationExample(quarantineRules: [], serves: true).answers,
                expected: .plan(custody + [standby("the group shrinks by one")] + deregistered + [isolated(1)]),
                incident: "balanced-instance"),
            Scenario(
                "An Auto Scaling group at its minimum replaces the instance.",
                event: finding(), answers: IsolationExample(quarantineRules: [], serves: true, minimum: 2).answers,
                expected: .plan(
                    custody + [standby("the group replaces it, being at its minimum")] + deregistered + [isolated(1)])
            ),
            Scenario(
                "A stopped instance is isolated too: it may be started.", event: finding(),
                answers: IsolationExample(state: "stopped", quarantineRules: []).answers,
                expected: .plan(custody + [isolated(1)])),
            Scenario(
                "An interface that was put back on other groups is isolated again; one that was not stays.",
                event: finding(),
                answers: IsolationExample(
                    interfaces: [[IsolationExample.quarantineID], ["sg-00000000000000002"]],
                    instanceMembers: ["Tags": [["Key": "quell:quarantine", "Value": "an-earlier-execution"]]],
                    hasVolume: false, quarantineRules: [], isProtected: true
                ).answers,
                expected: .plan([isolated(2)])),
        ]

        private static let ofOthers: [Scenario] = [
            Scenario(
                "An interface that an AWS service keeps is tried, and does not stop the others.", event: finding(),
                answers: IsolationExample(
                    interfaces: [["sg-00000000000000001"], ["sg-00000000000000002"]], managed: 2, quarantineRules: []
                ).answers,
                expected: .plan(custody + [isolated(1), isolated(2)])),
            Scenario(
                "In a network that another account shares the group is made all the same.", event: finding(),
                answers: IsolationExample(owner: "444455556666").answers,
                expected: .plan(custody + [made, emptied("0.0.0.0/0"), isolated(1)])),
            Scenario(
                "A Spot instance knows no termination protection; its volumes are kept.", event: finding(),
                answers: IsolationExample(instanceMembers: ["InstanceLifecycle": "spot"], quarantineRules: []).answers,
                expected: .plan([custody[0], custody[2], isolated(1)])),
            Scenario(
                "An instance on an instance store has no volume to keep, and cannot be stopped.", event: finding(),
                options: ["snapshot": true, "stop": true],
                answers: IsolationExample(
                    instanceMembers: ["RootDeviceType": "instance-store"], hasVolume: false, quarantineRules: [],
                    shutdown: "terminate"
                ).answers,
                expected: .plan([custody[0], custody[1], isolated(1)])),
        ]

        private static let options: [Scenario] = [
            Scenario(
                "Open connections are cut by passing through a group that allows everything.", event: finding(),
                options: ["cut-live-flows": "transit"], answers: IsolationExample(quarantineRules: []).answers,
                expected: .plan(
                    custody + [
                        isolated(1), "Create the security group quell-transit in vpc-0123456789abcdef0.",
                        "Let everything in from 0.0.0.0/0 on quell-transit.",
                    ] + passed)),
            Scenario(
                "A transit group that does not let everything through is opened again before it is used.",
                event: finding(), options: ["cut-live-flows": "transit"],
                answers: IsolationExample(
                    quarantineRules: [],
                    transitRules: [
                        IsolationExample.rule(5, isEgress: true),
                        IsolationExample.rule(6, isEgress: false, "CidrIpv6", "::/0"),
                    ], hasIPv6: true
                ).answers,
                expected: .plan(
                    custody + [
                        isolated(1), "Let everything in from 0.0.0.0/0 on quell-transit.",
                        "Let everything out to ::/0 on quell-transit.",
                    ] + passed)),
            Scenario(
                "Volumes are kept as snapshots and the instance is stopped where the playbook says so.",
                event: finding(), options: ["snapshot": true, "stop": true],
                answers: IsolationExample(quarantineRules: [], isProtected: true, shutdown: "terminate").answers,
                expected: .plan([
                    custody[0], "Make \(id) stop, not terminate, when it shuts down.", custody[2], isolated(1),
                    "Take snapshots of all volumes of \(id).", "Stop \(id).",
                ])),
            Scenario(
                "An instance that is isolated already is stopped where the playbook says so.", event: finding(),
                options: ["snapshot": true, "stop": true],
                answers: IsolationExample(interfaces: [[IsolationExample.quarantineID]], quarantineRules: []).answers,
                expected: .plan(["Stop \(id)."])),
        ]

        private static let left: [Scenario] = [
            Scenario(
                "An instance whose interfaces are on the empty group only is isolated already.", event: finding(),
                answers: IsolationExample(interfaces: [[IsolationExample.quarantineID]], quarantineRules: []).answers,
                expected: .leaveAlone(.alreadyContained)),
            Scenario(
                "An instance that is attacked is not isolated: that would do the attacker's work.",
                event: finding(role: "TARGET"), answers: [], expected: .leaveAlone(.notApplicable),
                incident: "target-not-actor"),
            Scenario(
                "A terminated instance is moot.", event: finding(),
                answers: IsolationExample(state: "terminated").answers, expected: .leaveAlone(.moot)),
            Scenario(
                "An instance that is not known any more is moot.", event: finding(),
                answers: [.init("ec2:DescribeInstances", error: "InvalidInstanceID.NotFound")],
                expected: .leaveAlone(.moot), incident: "gone"),
            Scenario(
                "An instance without an interface cannot be isolated by group.", event: finding(),
                answers: IsolationExample(state: "pending", interfaces: []).answers, expected: .leaveAlone(.held)),
            Scenario(
                "Another resource than an instance is nothing to isolate.",
                event: Scenario.config(
                    rule: "S3_BUCKET_PUBLIC_READ_PROHIBITED", type: "AWS::S3::Bucket", id: "a-bucket"),
                answers: [], expected: .leaveAlone(.notApplicable)),
        ]

        // MARK: Sentences

        private static let id = IsolationExample.id

        private static func finding(role: String = "ACTOR") -> JSONValue {
            Scenario.guardDuty(
                "Trojan:EC2/DNSDataExfiltration",
                resource: ["resourceType": "Instance", "instanceDetails": ["instanceId": .string(id)]],
                role: .string(role))
        }

        private static let execution = String(repeating: "0123456789abcdef", count: 4)

        private static let custody = [
            "Tag \(id), its interfaces and volumes quell:quarantine=\(execution).",
            "Protect \(id) from termination.", "Keep vol-0123456789abcdef0 when \(id) is terminated.",
        ]
        private static let deregistered = [
            "Take \(id) on port 80 out of the target group blue.",
            "Take \(id) on port 81 out of the target group blue.",
            "Take 10.0.0.10 of \(id) on port 443 out of the target group green.",
            "Take \(id) out of the classic load balancer old.",
        ]
        private static let made = "Create the security group quell-quarantine in vpc-0123456789abcdef0."
        private static let passed = [
            "Put eni-00000000000000001 on quell-transit for a moment, so that no open connection stays tracked.",
            "Put eni-00000000000000001 back on quell-quarantine only.",
        ]

        private static func standby(_ consequence: String) -> String {
            "Put \(id) on standby in the Auto Scaling group web; \(consequence)."
        }

        private static func emptied(_ range: String) -> String {
            "Revoke the rule that lets quell-quarantine out to \(range)."
        }

        private static func isolated(_ number: Int) -> String {
            "Put eni-0000000000000000\(number) on quell-quarantine only; it had sg-0000000000000000\(number)."
        }
    }
#endif
