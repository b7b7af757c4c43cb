import Findings
import JSON
import Testing

/// Orders from Security Hub: one finding, one resource, made by GuardDuty; anything else is refused with a sentence.
@Suite struct HubActionTests {
    private static let finding: [String: JSONValue] = [
        "SchemaVersion": "2018-10-08", "Id": .string(SampleEvents.arn),
        "ProductArn": "arn:aws:securityhub:eu-west-1::product/aws/guardduty",
        "ProductFields": [
            "aws/securityhub/FindingId": .string(
                "arn:aws:securityhub:eu-west-1::product/aws/guardduty/\(SampleEvents.arn)")
        ],
        "AwsAccountId": .string(SampleEvents.account), "Region": "eu-west-1", "Title": "An instance is odd.",
        "Types": ["TTPs/Command and Control/Backdoor:EC2-C&CActivity.B!DNS"],
        "Resources": [
            ["Type": "AwsEc2Instance", "Id": "arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef0"]
        ],
    ]

    private static func order(
        _ changes: [String: JSONValue?] = [:], findings: JSONValue? = nil,
        target: JSONValue = ["arn:aws:securityhub:eu-west-1:999988887777:action/custom/IsolateEC2"]
    ) -> JSONValue {
        var finding = finding
        for (name, value) in changes { finding[name] = value }
        let event = SampleEvents.envelope(
            "aws.securityhub", "Security Hub Findings - Custom Action",
            ["actionName": "Isolate EC2", "actionDescription": "x", "findings": findings ?? [.object(finding)]])
        return SampleEvents.replacing(["resources"], in: event, by: target)
    }

    private static func resource(_ type: JSONValue, _ id: JSONValue) -> JSONValue { ["Type": type, "Id": id] }

    @Test("reads which finding of GuardDuty is meant, and in which account")
    func reads() throws {
        guard case .hubAction(let order, let envelope) = Intake(Self.order()) else {
            Issue.record("\(Intake(Self.order()))")
            return
        }
        #expect(order.name == "Isolate EC2" && order.findingID == SampleEvents.arn)
        #expect(order.origin.account.description == SampleEvents.account)
        #expect(order.origin.detector.description == SampleEvents.detector)
        #expect(order.origin.finding.description == SampleEvents.finding)
        #expect(order.claimed.resource.description == "EC2 instance i-0123456789abcdef0")
        #expect(envelope.account.description == "999988887777")
    }

    @Test("an access key may be meant too")
    func key() throws {
        let resources: JSONValue = [Self.resource("AwsIamAccessKey", "AWS::IAM::AccessKey:ASIAIOSFODNN7EXAMPLE")]
        guard case .hubAction(let order, _) = Intake(Self.order(["Resources": resources])) else {
            Issue.record("no order")
            return
        }
        #expect(order.claimed.resource.id == "AWS::IAM::AccessKey:ASIAIOSFODNN7EXAMPLE")
    }

    @Test(
        "refuses anything else, and says why",
        arguments: [
            (order(findings: []), "$.detail.findings has 0 entries"),
            (order(findings: [.object(finding), .object(finding)]), "$.detail.findings has 2 entries"),
            (order(findings: "x"), "$.detail.findings must be a list"),
            (order(["Resources": []]), "$.detail.findings[0].Resources has 0 entries"),
            (order(["Resources": [[:], [:]]]), "$.detail.findings[0].Resources has 2 entries"),
            (
                order(["Resources": [resource("AwsS3Bucket", "arn:aws:s3:::logs")]]),
                "$.detail.findings[0].Resources[0].Type is AwsS3Bucket"
            ),
            (
                order(["Resources": [resource("AwsEc2Instance", "i-0123456789abcdef0")]]),
                "$.detail.findings[0].Resources[0].Id must be an ARN"
            ),
            (
                order([
                    "Resources": [
                        resource("AwsEc2Instance", "arn:aws:ec2:eu-west-1:444455556666:instance/i-0123456789abcdef0")
                    ]
                ]), "$.detail.findings[0].Resources[0].Id must be the ARN of an instance in account 111122223333"
            ),
            (
                order(["ProductArn": "arn:aws:securityhub:eu-west-1::product/aws/inspector"]),
                "$.detail.findings[0].ProductArn is arn:aws:securityhub:eu-west-1::product/aws/inspector; only"
            ),
            (order(["ProductArn": nil]), "$.detail.findings[0].ProductArn is missing"),
            (order(["Id": "arn:aws:guardduty:eu-west-1:111122223333:detector/1/finding/2"]), "$.detail.findings[0].Id"),
            (order(["AwsAccountId": "444455556666"]), "$.detail.findings[0].AwsAccountId must be 111122223333"),
            (order(["Region": "us-east-1"]), "$.detail.findings[0].Region must be eu-west-1"),
            (
                order(["ProductFields": ["aws/securityhub/FindingId": "arn:aws:x"]]),
                "$.detail.findings[0].ProductFields['aws/securityhub/FindingId'] must be an id that ends with"
            ),
            (order(target: []), "$.resources must name a custom action"),
            (
                order(target: ["arn:aws:securityhub:eu-west-1:111122223333:action/custom/IsolateEC2"]),
                "$.resources must name a custom action of Security Hub in account 999988887777"
            ),
        ] as [(JSONValue, String)])
    func refuses(_ event: JSONValue, _ beginning: String) {
        guard case .rejected(let rejection) = Intake(event) else {
            Issue.record("\(Intake(event))")
            return
        }
        #expect(rejection.reason.hasPrefix(beginning), "\(rejection.reason)")
    }

    @Test("a live finding says the same as its event")
    func live() throws {
        let event = SampleEvents.guardDuty(
            "Trojan:EC2/DropPoint", SampleEvents.instance,
            service: ["resourceRole": "ACTOR", "additionalInfo": ["value": #"{"sample":true}"#]])
        guard case .finding(let finding, let envelope) = Intake(event) else {
            Issue.record("no finding")
            return
        }
        let live = try Finding(live: Self.withCapitals(event["detail"] ?? .null), from: envelope)
        #expect(live == finding)
        #expect(live.isSample && live.role == .actor)
    }

    private static func withCapitals(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            let pairs = members.map { ($0.key.prefix(1).uppercased() + $0.key.dropFirst(), withCapitals($0.value)) }
            return .object(Dictionary(pairs, uniquingKeysWith: { $1 }))
        case .array(let elements): return .array(elements.map(withCapitals))
        default: return value
        }
    }
}
