#if DEBUG
    @testable import Actions
    package import ActionKit
    import JSON

    extension ProtectInstance {
        package static let scenarios = [
            Scenario(
                "An instance is protected.", event: event, answers: [answer(isProtected: false)],
                expected: .plan(["Protect i-0123456789abcdef0 from termination."])),
            Scenario(
                "An instance that is protected stays so.", event: event, answers: [answer(isProtected: true)],
                expected: .leaveAlone(.alreadyContained)),
            Scenario(
                "A bucket cannot be protected.",
                event: Scenario.config(rule: "ANY", type: "AWS::S3::Bucket", id: "catalog"), answers: [],
                expected: .leaveAlone(.notApplicable)),
        ]

        private static let event = Scenario.guardDuty(
            "Backdoor:EC2/Spambot",
            resource: ["resourceType": "Instance", "instanceDetails": ["instanceId": "i-0123456789abcdef0"]])

        private static func answer(isProtected: Bool) -> Scenario.Answer {
            Scenario.Answer(
                "ec2:DescribeInstanceAttribute", [:], ["DisableApiTermination": ["Value": .bool(isProtected)]])
        }
    }
#endif
