import AWSClient
import ConfigRule
import Findings
import JSON
import Testing

@Suite struct OpenSecurityGroupRuleTests {
    private static let lists = [
        HTTPResponse.ec2(
            "GetManagedPrefixListEntries", "<entrySet><item><cidr>0.0.0.0/0</cidr></item></entrySet>")
    ]

    private func evaluate(_ event: JSONValue, _ aws: FakeAWS) async throws -> [Evaluation] {
        try await OpenSecurityGroupRule(client: aws.client, region: "eu-central-1").evaluate(event)
    }

    @Test("tells AWS Config of every kind of group what confining it would find", arguments: SampleInvocation.cases)
    func recorded(_ example: JSONValue) async throws {
        let item = try #require(example["item"])
        let isOffice = item.description.contains("pl-0bbbbbbbbbbbbbbbb")
        let range = isOffice ? "198.51.100.0/24" : "0.0.0.0/0"
        let aws = FakeAWS([
            "GetManagedPrefixListEntries": [
                .ec2("GetManagedPrefixListEntries", "<entrySet><item><cidr>\(range)</cidr></item></entrySet>")
            ]
        ])
        let event = SampleInvocation.event(
            SampleInvocation.change(item), parameters: try #require(example["parameters"]))
        let evaluation = try #require(try await evaluate(event, aws).first)
        #expect(evaluation.compliance.rawValue == example["compliance"]?.string)
        #expect(evaluation.annotation == example["annotation"]?.string)
        let told = try #require(aws.sent("PutEvaluations").first)
        #expect(told["ResultToken"] == "eyJlbmNyeXB0ZWQ")
        #expect(told["TestMode"] == false)
        var expected: [String: JSONValue] = ["OrderingTimestamp": .number("1795589921.253")]
        expected["ComplianceResourceType"] = item["resourceType"]
        expected["ComplianceResourceId"] = item["resourceId"]
        expected["ComplianceType"] = example["compliance"]
        expected["Annotation"] = example["annotation"]
        #expect(told["Evaluations"]?.array == [.object(expected)])
    }

    @Test("the fixture holds every compliance there is to tell")
    func fixture() {
        let told = Set(SampleInvocation.cases.compactMap { $0["compliance"]?.string })
        #expect(told == ["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE"])
        #expect(SampleInvocation.cases.count == 18)
    }

    @Test("a group that has left the scope is not applicable, however open it is")
    func leftScope() async throws {
        let item = SampleInvocation.item([SampleInvocation.openPermission])
        let event = SampleInvocation.event(SampleInvocation.change(item), leftScope: true)
        #expect(try await evaluate(event, FakeAWS()).map(\.compliance) == [.notApplicable])
    }

    @Test("the token of a trial is answered in test mode")
    func trial() async throws {
        let aws = FakeAWS()
        let item = SampleInvocation.item([])
        _ = try await evaluate(SampleInvocation.event(SampleInvocation.change(item), token: "TESTMODE"), aws)
        #expect(aws.sent("PutEvaluations").first?["TestMode"] == true)
    }

    @Test("an evaluation that AWS Config refuses is an error")
    func refused() async throws {
        let aws = FakeAWS([
            "PutEvaluations": [
                .json([
                    "FailedEvaluations": [
                        [
                            "ComplianceResourceType": "AWS::EC2::SecurityGroup", "ComplianceResourceId": "sg-1",
                            "ComplianceType": "COMPLIANT", "OrderingTimestamp": 1,
                        ]
                    ]
                ])
            ]
        ])
        let error = await #expect(throws: ConfigRuleError.self) {
            try await evaluate(SampleInvocation.event(SampleInvocation.change(SampleInvocation.item([]))), aws)
        }
        #expect(error?.kind == .refused)
        #expect(error?.description == "AWS Config refused 1 of 1 evaluations: sg-1.")
    }

    @Test("a prefix list that is gone lets nothing in; one that cannot be read stops the evaluation")
    func lists() async throws {
        let permission: JSONValue = ["ipProtocol": "-1", "prefixListIds": [["prefixListId": "pl-0123456789abcdef0"]]]
        let event = SampleInvocation.event(SampleInvocation.change(SampleInvocation.item([permission])))
        let gone = FakeAWS(["GetManagedPrefixListEntries": [.ec2Error("InvalidPrefixListID.NotFound")]])
        #expect(try await evaluate(event, gone).map(\.compliance) == [.compliant])
        let closed = FakeAWS(["GetManagedPrefixListEntries": [.ec2Error("UnauthorizedOperation")]])
        let error = await #expect(throws: AWSError.self) { try await evaluate(event, closed) }
        #expect(error?.kind == .accessDenied)
        #expect(closed.sent("PutEvaluations").isEmpty)
    }

    // MARK: Too large for a notification

    private func history(_ time: String) -> HTTPResponse {
        .json([
            "configurationItems": [
                [
                    "version": "1.3", "accountId": "111122223333",
                    "configurationItemCaptureTime": .number(time), "configurationItemStatus": "OK",
                    "resourceType": "AWS::EC2::SecurityGroup", "resourceId": .string(SampleInvocation.group),
                    // The history holds the configuration as a text.
                    "configuration": .string(
                        JSONValue.object(["ipPermissions": [SampleInvocation.openPermission]]).description),
                ]
            ]
        ])
    }

    @Test("a configuration too large for a notification comes from the history, as of the time of the change")
    func oversized() async throws {
        let aws = FakeAWS(["GetResourceConfigHistory": [history("1795589921.253")]])
        let evaluation = try #require(
            try await evaluate(SampleInvocation.event(SampleInvocation.summary()), aws).first)
        #expect(evaluation.compliance == .nonCompliant)
        #expect(evaluation.annotation == "tcp 22 open to 0.0.0.0/0")
        #expect(evaluation.orderingTimestamp == SampleInvocation.captureTime)
        #expect(
            aws.sent("GetResourceConfigHistory") == [
                [
                    "resourceType": "AWS::EC2::SecurityGroup", "resourceId": .string(SampleInvocation.group),
                    "laterTime": .number("1795589921.253"), "limit": 1,
                ]
            ])
    }

    @Test("a history that does not reach to the change is an error, and nothing is told", arguments: [true, false])
    func late(isEmpty: Bool) async throws {
        let answer = isEmpty ? HTTPResponse.json(["configurationItems": []]) : history("1795589900.5")
        let aws = FakeAWS(["GetResourceConfigHistory": [answer]])
        let error = await #expect(throws: ConfigRuleError.self) {
            try await evaluate(SampleInvocation.event(SampleInvocation.summary()), aws)
        }
        #expect(error?.kind == .noConfiguration)
        #expect(aws.sent("PutEvaluations").isEmpty)
    }

    @Test("a deleted group is not looked up in the history")
    func oversizedDeleted() async throws {
        let aws = FakeAWS()
        let event = SampleInvocation.event(SampleInvocation.summary(status: "ResourceDeleted"))
        #expect(try await evaluate(event, aws).map(\.compliance) == [.notApplicable])
        #expect(aws.operations == ["PutEvaluations"])
    }

    // MARK: On a schedule

    private static func group(_ number: Int, owner: String = "111122223333") -> String {
        "<item><groupId>sg-\(1000 + number)</groupId><ownerId>\(owner)</ownerId></item>"
    }

    private static func rule(_ number: Int, of group: Int, _ source: String) -> String {
        """
        <item><securityGroupRuleId>sgr-\(number)</securityGroupRuleId><groupId>sg-\(1000 + group)</groupId>\
        <isEgress>false</isEgress><ipProtocol>tcp</ipProtocol><fromPort>22</fromPort><toPort>22</toPort>\
        \(source)</item>
        """
    }

    private static func account(_ groups: String, _ rules: String) -> FakeAWS {
        FakeAWS([
            "DescribeSecurityGroups": [
                .ec2("DescribeSecurityGroups", "<securityGroupInfo>\(groups)</securityGroupInfo>")
            ],
            "DescribeSecurityGroupRules": [
                .ec2("DescribeSecurityGroupRules", "<securityGroupRuleSet>\(rules)</securityGroupRuleSet>")
            ],
            "GetManagedPrefixListEntries": lists,
        ])
    }

    @Test("on a schedule every group of the account is evaluated as it is now, and its open rules are named")
    func scheduled() async throws {
        let aws = Self.account(
            (0..<3).map { Self.group($0) }.joined() + Self.group(3, owner: "999988887777"),
            Self.rule(1, of: 0, "<cidrIpv4>0.0.0.0/0</cidrIpv4>")
                + Self.rule(2, of: 1, "<cidrIpv4>10.0.0.0/8</cidrIpv4>")
                + Self.rule(3, of: 0, "<prefixListId>pl-0123456789abcdef0</prefixListId>")
                + Self.rule(4, of: 3, "<cidrIpv4>0.0.0.0/0</cidrIpv4>"))
        let told = try await evaluate(SampleInvocation.event(SampleInvocation.schedule), aws)
        #expect(told.map(\.resourceID) == ["sg-1000", "sg-1001", "sg-1002"])
        #expect(told.map(\.compliance) == [.nonCompliant, .compliant, .compliant])
        #expect(
            told.first?.annotation
                == "tcp 22 open to 0.0.0.0/0 (sgr-1); tcp 22 open to pl-0123456789abcdef0 (sgr-3)")
        #expect(Set(told.map(\.orderingTimestamp)) == ["2026-11-25T07:00:00.373Z"])
    }

    @Test("a hundred evaluations are told at once, no more")
    func batches() async throws {
        let aws = Self.account((0..<201).map { Self.group($0) }.joined(), "")
        #expect(try await evaluate(SampleInvocation.event(SampleInvocation.schedule), aws).count == 201)
        let sizes = aws.sent("PutEvaluations").map { $0["Evaluations"]?.array?.count }
        #expect(sizes == [100, 100, 1])
    }

    @Test("a rule that cannot be read stops the evaluation of all")
    func unreadable() async throws {
        let aws = Self.account(Self.group(0), Self.rule(1, of: 0, "<cidrIpv4>everywhere</cidrIpv4>"))
        let error = await #expect(throws: AWSError.self) {
            try await evaluate(SampleInvocation.event(SampleInvocation.schedule), aws)
        }
        #expect(error?.kind == .unreadableAnswer)
        #expect(aws.sent("PutEvaluations").isEmpty)
    }

    @Test("what it calls is what its role is given")
    func operations() async throws {
        let ids = Set(OpenSecurityGroupRule.operations.map(\.name))
        #expect(
            ids == [
                "PutEvaluations", "GetResourceConfigHistory", "DescribeSecurityGroups", "DescribeSecurityGroupRules",
                "GetManagedPrefixListEntries",
            ])
    }
}
