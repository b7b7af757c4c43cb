#if DEBUG
    package import ActionKit
    import JSON

    extension ConfineSecurityGroup {
        package static let scenarios: [Scenario] = plans + left

        private static let plans: [Scenario] = [
            Scenario(
                "Open ranges are changed in place, IPv4 and IPv6; private ranges stay.", event: finding,
                answers: [rules([rule(1, "0.0.0.0/0"), rule(2, v6: "::/0"), rule(3, "10.0.0.0/8")])],
                expected: .plan([
                    "Change sgr-00000000000000001 (tcp 22) from 0.0.0.0/0 to 172.31.0.0/16.",
                    "Change sgr-00000000000000002 (tcp 22) from ::/0 to fe80::/10.",
                ]), incident: "row6-open-group"),
            Scenario(
                "Two halves of the internet are as open as the whole; the second one is revoked.", event: finding,
                answers: [rules([rule(1, "0.0.0.0/1"), rule(2, "128.0.0.0/1")])],
                expected: .plan([
                    "Change sgr-00000000000000001 (tcp 22) from 0.0.0.0/1 to 172.31.0.0/16.",
                    "Revoke sgr-00000000000000002 (tcp 22 from 128.0.0.0/1); the safe range is there.",
                ]), incident: "split-ranges"),
            Scenario(
                "Where the safe range is there already the open rule is revoked, whatever its protocol.",
                event: finding,
                answers: [
                    rules([
                        rule(1, "0.0.0.0/0", ipProtocol: "-1", from: -1, to: -1),
                        rule(2, "172.31.0.0/16", ipProtocol: "-1", from: -1, to: -1),
                    ])
                ],
                expected: .plan(["Revoke sgr-00000000000000001 (all traffic from 0.0.0.0/0); the safe range is there."])
            ),
            Scenario(
                "A prefix list is as open as its entries.", event: finding,
                answers: [
                    rules([listed]), entries("0.0.0.0/2"),
                ],
                expected: .plan(["Revoke sgr-00000000000000001 (tcp 22 from pl-0123456789abcdef0)."])),
            Scenario(
                "A port that may be public stays open; the others do not.", event: finding,
                options: ["allowed-public-ports": [80, 443]],
                answers: [
                    rules([
                        rule(1, "0.0.0.0/0", from: 443, to: 443),
                        rule(2, "0.0.0.0/0", ipProtocol: "icmp", from: 8, to: 0),
                    ])
                ],
                expected: .plan([
                    "Change sgr-00000000000000002 (icmp type 8 code 0) from 0.0.0.0/0 to 172.31.0.0/16."
                ])),
            Scenario(
                "Rules that meet on one port only count together there.", event: finding,
                options: ["widest-ipv4": [9]],
                answers: [
                    rules([
                        rule(1, "3.0.0.0/9", from: 20, to: 22), rule(2, "3.128.0.0/9", from: 22, to: 25),
                        rule(3, "4.0.0.0/9", ipProtocol: "udp", from: 22, to: 22),
                    ])
                ],
                expected: .plan([
                    "Change sgr-00000000000000002 (tcp 22-25) from 3.128.0.0/9 to 172.31.0.0/16."
                ])),
            Scenario(
                "Every change comes before any revocation.", event: finding,
                answers: [
                    rules([
                        listed, rule(2, "0.0.0.0/1"), rule(3, "128.0.0.0/1"),
                        rule(4, v6: "2000::/3", ipProtocol: "udp", from: 0, to: 65_535),
                    ]), entries("0.0.0.0/2"),
                ],
                expected: .plan([
                    "Change sgr-00000000000000002 (tcp 22) from 0.0.0.0/1 to 172.31.0.0/16.",
                    "Change sgr-00000000000000004 (udp 0-65535) from 2000::/3 to fe80::/10.",
                    "Revoke sgr-00000000000000001 (tcp 22 from pl-0123456789abcdef0).",
                    "Revoke sgr-00000000000000003 (tcp 22 from 128.0.0.0/1); the safe range is there.",
                ])),
        ]

        private static let left: [Scenario] = [
            Scenario(
                "A group that lets in private and small ranges only is confined already.", event: finding,
                answers: [rules([rule(1, "10.0.0.0/8"), rule(2, "198.51.100.0/24"), egress])],
                expected: .leaveAlone(.alreadyContained)),
            Scenario(
                "Rules that refer to groups, or to a prefix list that is gone, let no addresses in.", event: finding,
                answers: [
                    rules([listed, referring]),
                    .init("ec2:GetManagedPrefixListEntries", error: "InvalidPrefixListID.NotFound"),
                ],
                expected: .leaveAlone(.alreadyContained)),
            Scenario(
                "A group without rules lets nothing in.", event: finding, answers: [rules([]), group],
                expected: .leaveAlone(.alreadyContained)),
            Scenario(
                "A group that was deleted is moot.", event: finding,
                answers: [rules([]), .init("ec2:DescribeSecurityGroups", error: "InvalidGroup.NotFound")],
                expected: .leaveAlone(.moot)),
            Scenario(
                "Another resource than a security group is nothing to confine.",
                event: Scenario.config(
                    rule: "S3_BUCKET_PUBLIC_READ_PROHIBITED", type: "AWS::S3::Bucket", id: "a-bucket"),
                answers: [], expected: .leaveAlone(.notApplicable)),
        ]

        // MARK: What AWS answers

        private static let finding = Scenario.config(
            rule: "SECURITY_GROUP_OPEN_PROHIBITED", type: "AWS::EC2::SecurityGroup", id: "sg-0123456789abcdef0")

        private static func rules(_ rules: [JSONValue]) -> Scenario.Answer {
            .init("ec2:DescribeSecurityGroupRules", [:], ["SecurityGroupRules": .array(rules)])
        }

        private static let group = Scenario.Answer(
            "ec2:DescribeSecurityGroups", ["GroupIds": ["sg-0123456789abcdef0"]],
            ["SecurityGroups": [["GroupId": "sg-0123456789abcdef0"]]])

        private static func entries(_ range: JSONValue) -> Scenario.Answer {
            .init(
                "ec2:GetManagedPrefixListEntries", ["PrefixListId": "pl-0123456789abcdef0"],
                ["Entries": [["Cidr": range]]])
        }

        private static let listed: JSONValue = [
            "SecurityGroupRuleId": "sgr-00000000000000001", "IsEgress": false, "IpProtocol": "tcp", "FromPort": 22,
            "ToPort": 22, "PrefixListId": "pl-0123456789abcdef0",
        ]

        private static let referring: JSONValue = [
            "SecurityGroupRuleId": "sgr-00000000000000002", "IsEgress": false, "IpProtocol": "-1", "FromPort": -1,
            "ToPort": -1, "ReferencedGroupInfo": ["GroupId": "sg-0123456789abcdef1"],
        ]

        private static let egress: JSONValue = [
            "SecurityGroupRuleId": "sgr-0000000000000000e", "IsEgress": true, "IpProtocol": "-1", "FromPort": -1,
            "ToPort": -1, "CidrIpv4": "0.0.0.0/0",
        ]

        private static func rule(
            _ number: Int, _ v4: String? = nil, v6: String? = nil, ipProtocol: String = "tcp", from: Int = 22,
            to: Int = 22
        ) -> JSONValue {
            var members: [String: JSONValue] = [
                "SecurityGroupRuleId": .string("sgr-0000000000000000\(number)"), "IsEgress": false,
                "IpProtocol": .string(ipProtocol), "FromPort": .number("\(from)"), "ToPort": .number("\(to)"),
                "Description": "as it was",
            ]
            if let v4 { members["CidrIpv4"] = .string(v4) }
            if let v6 { members["CidrIpv6"] = .string(v6) }
            return .object(members)
        }
    }
#endif
