#if DEBUG
    package import ActionKit
    import JSON

    extension IsolateInstance {
        package static let scenarios: [Scenario] = plans + options + left

        private static let plans: [Scenario] = [
            Scenario(
                "The first isolation in a VPC makes the quarantine group, and empties it before it is used.",
                event: finding(),
                answers: world(),
                expected: .plan([
                    "Tag \(id), its interfaces and volumes quell:quarantine=\(execution).",
                    "Protect \(id) from termination.", "Keep vol-0123456789abcdef0 when \(id) is terminated.",
                    "Create the security group quell-quarantine in vpc-0123456789abcdef0.",
                    "Revoke the rule that lets quell-quarantine out to 0.0.0.0/0.",
                    "Revoke the rule that lets quell-quarantine out to ::/0.",
                    "Put eni-00000000000000001 on quell-quarantine only; it had sg-00000000000000001.",
                ]), incident: "row1-isolate-ec2"),
            Scenario(
                "Every interface is isolated, and rules that somebody put into the group are revoked first.",
                event: finding(),
                answers: world(
                    interfaces: [["sg-00000000000000001"], ["sg-00000000000000002"]], rules: [ingress, egress]),
                expected: .plan([
                    "Tag \(id), its interfaces and volumes quell:quarantine=\(execution).",
                    "Protect \(id) from termination.", "Keep vol-0123456789abcdef0 when \(id) is terminated.",
                    "Revoke sgr-00000000000000001, a rule that somebody put into quell-quarantine.",
                    "Revoke sgr-00000000000000002, a rule that somebody put into quell-quarantine.",
                    "Put eni-00000000000000001 on quell-quarantine only; it had sg-00000000000000001.",
                    "Put eni-00000000000000002 on quell-quarantine only; it had sg-00000000000000002.",
                ]), incident: "two-interfaces"),
            Scenario(
                "A member of an Auto Scaling group behind load balancers is taken out of service before the cut.",
                event: finding(), answers: world(rules: [], isProtected: true, isMember: true),
                expected: .plan([
                    "Tag \(id), its interfaces and volumes quell:quarantine=\(execution).",
                    "Keep vol-0123456789abcdef0 when \(id) is terminated.",
                    "Put \(id) on standby in the Auto Scaling group web; the group shrinks by one.",
                    "Take \(id) out of the target group blue.", "Take \(id) out of the classic load balancer old.",
                    "Put eni-00000000000000001 on quell-quarantine only; it had sg-00000000000000001.",
                ]), incident: "balanced-instance"),
        ]

        private static let options: [Scenario] = [
            Scenario(
                "Open connections are cut by passing through a group that allows everything.", event: finding(),
                options: ["cut-live-flows": "transit"], answers: world(rules: [], isProtected: true),
                expected: .plan([
                    "Tag \(id), its interfaces and volumes quell:quarantine=\(execution).",
                    "Keep vol-0123456789abcdef0 when \(id) is terminated.",
                    "Create the security group quell-transit in vpc-0123456789abcdef0.",
                    "Let everything in on quell-transit.",
                    "Put eni-00000000000000001 on quell-transit for a moment, so that no open connection stays tracked.",
                    "Put eni-00000000000000001 on quell-quarantine only; it had sg-00000000000000001.",
                ])),
            Scenario(
                "A transit group that was emptied is opened again before it is used.", event: finding(),
                options: ["cut-live-flows": "transit"],
                answers: world(rules: [], isProtected: true, transit: "sg-0000000000000000b"),
                expected: .plan([
                    "Tag \(id), its interfaces and volumes quell:quarantine=\(execution).",
                    "Keep vol-0123456789abcdef0 when \(id) is terminated.",
                    "Let everything in on quell-transit.", "Let everything out on quell-transit.",
                    "Put eni-00000000000000001 on quell-transit for a moment, so that no open connection stays tracked.",
                    "Put eni-00000000000000001 on quell-quarantine only; it had sg-00000000000000001.",
                ])),
            Scenario(
                "Volumes are kept as snapshots and the instance is stopped where the playbook says so.",
                event: finding(),
                options: ["snapshot": true, "stop": true],
                answers: world(rules: [], isProtected: true, shutdown: "terminate"),
                expected: .plan([
                    "Tag \(id), its interfaces and volumes quell:quarantine=\(execution).",
                    "Make \(id) stop, not terminate, when it shuts down.",
                    "Keep vol-0123456789abcdef0 when \(id) is terminated.",
                    "Put eni-00000000000000001 on quell-quarantine only; it had sg-00000000000000001.",
                    "Take snapshots of all volumes of \(id).", "Stop \(id).",
                ])),
        ]

        private static let left: [Scenario] = [
            Scenario(
                "An instance whose interfaces are on the empty group only is isolated already.", event: finding(),
                answers: world(interfaces: [[group]], rules: []), expected: .leaveAlone(.alreadyContained)),
            Scenario(
                "An instance that is attacked is not isolated: that would do the attacker's work.",
                event: finding(role: "TARGET"), answers: [], expected: .leaveAlone(.notApplicable),
                incident: "target-not-actor"),
            Scenario(
                "A terminated instance is moot.", event: finding(), answers: [instance(state: "terminated", [])],
                expected: .leaveAlone(.moot), incident: "gone"),
            Scenario(
                "An instance without an interface cannot be isolated by group.", event: finding(),
                answers: [instance(state: "pending", [])], expected: .leaveAlone(.held)),
            Scenario(
                "Another resource than an instance is nothing to isolate.",
                event: Scenario.config(
                    rule: "S3_BUCKET_PUBLIC_READ_PROHIBITED", type: "AWS::S3::Bucket", id: "a-bucket"),
                answers: [], expected: .leaveAlone(.notApplicable)),
        ]

        // MARK: What AWS answers

        private static let id = "i-0123456789abcdef0"
        private static let group = "sg-0000000000000000a"
        private static let execution = String(repeating: "0123456789abcdef", count: 4)

        private static func finding(role: String = "ACTOR") -> JSONValue {
            Scenario.guardDuty(
                "Trojan:EC2/DNSDataExfiltration",
                resource: ["resourceType": "Instance", "instanceDetails": ["instanceId": .string(id)]],
                role: .string(role))
        }

        private static let ingress: JSONValue = ["SecurityGroupRuleId": "sgr-00000000000000001", "IsEgress": false]
        private static let egress: JSONValue = ["SecurityGroupRuleId": "sgr-00000000000000002", "IsEgress": true]

        /// What EC2 gives a new group.
        private static let standardRules: JSONValue = [
            ["SecurityGroupRuleId": "sgr-00000000000000003", "IsEgress": true, "CidrIpv4": "0.0.0.0/0"],
            ["SecurityGroupRuleId": "sgr-00000000000000004", "IsEgress": true, "CidrIpv6": "::/0"],
        ]

        private static func instance(state: String, _ groups: [[String]]) -> Scenario.Answer {
            let interfaces = groups.enumerated().map { index, groups -> JSONValue in
                [
                    "NetworkInterfaceId": .string("eni-0000000000000000\(index + 1)"), "OwnerId": "111122223333",
                    "Groups": .array(groups.map { ["GroupId": .string($0)] }),
                ]
            }
            return .init(
                "ec2:DescribeInstances", ["InstanceIds": [.string(id)]],
                [
                    "Reservations": [
                        [
                            "Instances": [
                                [
                                    "InstanceId": .string(id), "State": ["Name": .string(state)],
                                    "VpcId": "vpc-0123456789abcdef0", "NetworkInterfaces": .array(interfaces),
                                    "BlockDeviceMappings": [
                                        [
                                            "DeviceName": "/dev/xvda",
                                            "Ebs": ["VolumeId": "vol-0123456789abcdef0", "DeleteOnTermination": true],
                                        ]
                                    ],
                                ]
                            ]
                        ]
                    ]
                ])
        }

        /// `rules` is nil where the quarantine group is still to be made.
        private static func world(
            interfaces: [[String]] = [["sg-00000000000000001"]], rules: [JSONValue]? = nil, isProtected: Bool = false,
            shutdown: String = "stop", isMember: Bool = false, transit: String? = nil
        ) -> [Scenario.Answer] {
            var groups: [JSONValue] = []
            if rules != nil { groups.append(["GroupId": .string(group), "GroupName": "quell-quarantine"]) }
            if let transit { groups.append(["GroupId": .string(transit), "GroupName": "quell-transit"]) }
            func rulesFilter(_ group: String) -> JSONValue {
                ["Filters": [["Name": "group-id", "Values": [.string(group)]]]]
            }
            return [
                instance(state: "running", interfaces),
                .init("ec2:DescribeSecurityGroups", [:], ["SecurityGroups": .array(groups)]),
                .init(
                    "ec2:DescribeSecurityGroupRules", rulesFilter(group), ["SecurityGroupRules": .array(rules ?? [])]),
                .init(
                    "ec2:DescribeSecurityGroupRules", rulesFilter("sg-0000000000000000b"), ["SecurityGroupRules": []]),
                .init("ec2:DescribeSecurityGroupRules", [:], ["SecurityGroupRules": standardRules]),
                .init(
                    "ec2:DescribeInstanceAttribute", ["Attribute": "disableApiTermination"],
                    ["DisableApiTermination": ["Value": .bool(isProtected)]]),
                .init(
                    "ec2:DescribeInstanceAttribute", ["Attribute": "instanceInitiatedShutdownBehavior"],
                    ["InstanceInitiatedShutdownBehavior": ["Value": .string(shutdown)]]),
            ] + service(isMember)
        }

        private static func service(_ isMember: Bool) -> [Scenario.Answer] {
            let balancers = "arn:aws:elasticloadbalancing:eu-west-1:111122223333"
            let blue: JSONValue = .string("\(balancers):targetgroup/blue/0123456789abcdef")
            guard isMember else {
                return [
                    .init("autoscaling:DescribeAutoScalingInstances", [:], ["AutoScalingInstances": []]),
                    .init("elbv2:DescribeTargetGroups", [:], ["TargetGroups": []]),
                    .init("elb:DescribeLoadBalancers", [:], ["LoadBalancerDescriptions": []]),
                ]
            }
            return [
                .init(
                    "autoscaling:DescribeAutoScalingInstances", [:],
                    ["AutoScalingInstances": [["AutoScalingGroupName": "web", "LifecycleState": "InService"]]]),
                .init(
                    "autoscaling:DescribeAutoScalingGroups", [:],
                    ["AutoScalingGroups": [["AutoScalingGroupName": "web", "MinSize": 1, "DesiredCapacity": 2]]]),
                .init(
                    "elbv2:DescribeTargetGroups", [:],
                    [
                        "TargetGroups": [
                            ["TargetGroupArn": blue, "VpcId": "vpc-0123456789abcdef0", "TargetType": "instance"],
                            ["TargetGroupArn": "other", "VpcId": "vpc-0123456789abcdef1", "TargetType": "instance"],
                        ]
                    ]),
                .init(
                    "elbv2:DescribeTargetHealth", ["TargetGroupArn": blue],
                    [
                        "TargetHealthDescriptions": [
                            ["Target": ["Id": .string(id), "Port": 80], "TargetHealth": ["State": "healthy"]]
                        ]
                    ]),
                .init(
                    "elb:DescribeLoadBalancers", [:],
                    [
                        "LoadBalancerDescriptions": [
                            ["LoadBalancerName": "old", "Instances": [["InstanceId": .string(id)]]]
                        ]
                    ]),
            ]
        }
    }
#endif
