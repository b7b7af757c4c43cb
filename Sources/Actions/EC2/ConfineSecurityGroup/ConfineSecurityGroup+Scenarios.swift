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
                    rules([
                        [
                            "SecurityGroupRuleId": "sgr-00000000000000001", "IsEgress": false, "IpProtocol": "tcp",
                            "FromPort": 22, "ToPort": 22, "PrefixListId": "pl-0123456789abcdef0",
                        ]
                    ]), .init("ec2:GetManagedPrefixListEntries", [:], ["Entries": [["Cidr": "0.0.0.0/2"]]]),
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
                expected: .plan(["Change sgr-00000000000000002 (icmp 8-0) from 0.0.0.0/0 to 172.31.0.0/16."])),
        ]

        private static let left: [Scenario] = [
            Scenario(
                "A group that lets in private and small ranges only is confined already.", event: finding,
                answers: [rules([rule(1, "10.0.0.0/8"), rule(2, "198.51.100.0/24"), egress])],
                expected: .leaveAlone(.alreadyContained)),
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
