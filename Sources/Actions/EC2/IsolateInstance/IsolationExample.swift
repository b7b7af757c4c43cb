#if DEBUG
    import ActionKit
    import JSON

    /// An instance and what stands around it, as AWS tells of them in an example.
    struct IsolationExample {
        static let id = "i-0123456789abcdef0"
        static let quarantineID = "sg-0000000000000000a"
        static let transitID = "sg-0000000000000000b"
        private static let vpc: JSONValue = "vpc-0123456789abcdef0"

        var state = "running"
        /// Groups of each interface.
        var interfaces = [["sg-00000000000000001"]]
        /// Number of the interface that an AWS service keeps.
        var managed: Int?
        var instanceMembers: [String: JSONValue] = [:]
        var hasVolume = true
        /// Rules of the quarantine group; nil where it is still to be made.
        var quarantineRules: [JSONValue]?
        /// Rules of the transit group; nil where it is still to be made.
        var transitRules: [JSONValue]?
        var hasIPv6 = false
        var owner = "111122223333"
        var isProtected = false
        var shutdown = "stop"
        /// Whether it is in an Auto Scaling group and behind load balancers.
        var serves = false
        var minimum = 1

        var answers: [Scenario.Answer] { [instance, attachments] + groups + attributes + network + service }

        private var instance: Scenario.Answer {
            let volume: JSONValue = [
                "DeviceName": "/dev/xvda", "Ebs": ["VolumeId": "vol-0123456789abcdef0", "DeleteOnTermination": true],
            ]
            let members: [String: JSONValue] = [
                "InstanceId": .string(Self.id), "State": ["Name": .string(state)], "VpcId": Self.vpc,
                "BlockDeviceMappings": hasVolume ? [volume] : [], "RootDeviceType": "ebs",
            ]
            return .init(
                "ec2:DescribeInstances", ["InstanceIds": [.string(Self.id)]],
                ["Reservations": [["Instances": [.object(members.merging(instanceMembers) { $1 })]]]])
        }

        private var attachments: Scenario.Answer {
            let listed = interfaces.enumerated().map { index, groups -> JSONValue in
                [
                    "NetworkInterfaceId": .string("eni-0000000000000000\(index + 1)"), "OwnerId": "111122223333",
                    "RequesterManaged": .bool(managed == index + 1),
                    "PrivateIpAddresses": [["PrivateIpAddress": .string("10.0.0.1\(index)")]],
                    "Groups": .array(groups.map { ["GroupId": .string($0)] }),
                ]
            }
            return .init(
                "ec2:DescribeNetworkInterfaces",
                ["Filters": [["Name": "attachment.instance-id", "Values": [.string(Self.id)]]]],
                ["NetworkInterfaces": .array(listed)])
        }

        private var groups: [Scenario.Answer] {
            let known = [Self.quarantineID: quarantineRules, Self.transitID: transitRules].compactMapValues(\.self)
            let listed = known.keys.sorted().map { id -> JSONValue in
                let name = id == Self.transitID ? IsolationGroups.transit : IsolationGroups.quarantine
                return ["GroupId": .string(id), "GroupName": .string(name)]
            }
            let rules = known.map { id, rules in
                Scenario.Answer(
                    "ec2:DescribeSecurityGroupRules",
                    ["Filters": [["Name": "group-id", "Values": [.string(id)]]]],
                    ["SecurityGroupRules": .array(rules)])
            }
            // What EC2 gives a new group.
            let made: [JSONValue] = [Self.rule(3, isEgress: true), Self.rule(4, isEgress: true, "CidrIpv6", "::/0")]
            let standard = Scenario.Answer(
                "ec2:DescribeSecurityGroupRules", [:], ["SecurityGroupRules": .array(hasIPv6 ? made : [made[0]])])
            return [.init("ec2:DescribeSecurityGroups", [:], ["SecurityGroups": .array(listed)])] + rules + [standard]
        }

        static func rule(
            _ number: Int, isEgress: Bool, _ member: String = "CidrIpv4", _ range: JSONValue = "0.0.0.0/0"
        ) -> JSONValue {
            .object([
                "SecurityGroupRuleId": .string("sgr-0000000000000000\(number)"), "IsEgress": .bool(isEgress),
                "IpProtocol": "-1", "FromPort": -1, "ToPort": -1, member: range,
            ])
        }

        private var network: [Scenario.Answer] {
            let ranges: JSONValue = hasIPv6 ? [["Ipv6CidrBlock": "2001:db8::/56"]] : []
            let vpc: JSONValue = [
                "VpcId": Self.vpc, "OwnerId": .string(owner), "Ipv6CidrBlockAssociationSet": ranges,
            ]
            return [.init("ec2:DescribeVpcs", ["VpcIds": [Self.vpc]], ["Vpcs": [vpc]])]
        }

        private var attributes: [Scenario.Answer] {
            [
                .init(
                    "ec2:DescribeInstanceAttribute", ["Attribute": "disableApiTermination"],
                    ["DisableApiTermination": ["Value": .bool(isProtected)]]),
                .init(
                    "ec2:DescribeInstanceAttribute", ["Attribute": "instanceInitiatedShutdownBehavior"],
                    ["InstanceInitiatedShutdownBehavior": ["Value": .string(shutdown)]]),
            ]
        }

        private var service: [Scenario.Answer] {
            guard serves else {
                return [
                    .init("autoscaling:DescribeAutoScalingInstances", [:], ["AutoScalingInstances": []]),
                    .init("elbv2:DescribeTargetGroups", [:], ["TargetGroups": []]),
                    .init("elb:DescribeLoadBalancers", [:], ["LoadBalancerDescriptions": []]),
                ]
            }
            let member: JSONValue = ["AutoScalingGroupName": "web", "LifecycleState": "InService"]
            let group: JSONValue = [
                "AutoScalingGroupName": "web", "MinSize": .number("\(minimum)"), "DesiredCapacity": 2,
                "Instances": [
                    ["InstanceId": .string(Self.id), "LifecycleState": "InService"],
                    ["InstanceId": "i-0fedcba9876543210", "LifecycleState": "InService"],
                    ["InstanceId": "i-00000000000000001", "LifecycleState": "Standby"],
                ],
            ]
            let balancer: JSONValue = [
                "LoadBalancerName": "old", "Instances": [["InstanceId": .string(Self.id)]],
            ]
            return [
                .init("autoscaling:DescribeAutoScalingInstances", [:], ["AutoScalingInstances": [member]]),
                .init(
                    "autoscaling:DescribeAutoScalingGroups", ["AutoScalingGroupNames": ["web"]],
                    ["AutoScalingGroups": [group]]),
                .init("elb:DescribeLoadBalancers", [:], ["LoadBalancerDescriptions": [balancer]]),
            ] + targetGroups
        }

        private var targetGroups: [Scenario.Answer] {
            func arn(_ name: String) -> JSONValue {
                .string(
                    "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/\(name)/0123456789abcdef")
            }
            func target(_ id: String, _ port: JSONValue, _ state: JSONValue = "healthy") -> JSONValue {
                ["Target": ["Id": .string(id), "Port": port], "TargetHealth": ["State": state]]
            }
            func health(_ name: String, _ targets: JSONValue...) -> Scenario.Answer {
                .init(
                    "elbv2:DescribeTargetHealth", ["TargetGroupArn": arn(name)],
                    ["TargetHealthDescriptions": .array(targets)])
            }
            return [
                .init(
                    "elbv2:DescribeTargetGroups", [:],
                    [
                        "TargetGroups": [
                            ["TargetGroupArn": arn("blue"), "VpcId": Self.vpc, "TargetType": "instance"],
                            ["TargetGroupArn": arn("green"), "VpcId": Self.vpc, "TargetType": "ip"],
                            ["TargetGroupArn": arn("far"), "VpcId": "vpc-1", "TargetType": "instance"],
                            ["TargetGroupArn": arn("code"), "TargetType": "lambda"],
                        ]
                    ]),
                health(
                    "blue", target(Self.id, 80), target(Self.id, 81), target(Self.id, 82, "draining"),
                    target("i-0fedcba9876543210", 80)),
                health("green", target("10.0.0.10", 443), target("10.0.0.99", 443)),
            ]
        }
    }
#endif
