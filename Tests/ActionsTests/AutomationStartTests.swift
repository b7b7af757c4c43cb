import ActionKit
import JSON
import Testing

@testable import Actions

@Suite struct AutomationStartTests {
    @Test("has one token and tag for one run, and others for any other run")
    func identity() throws {
        let same = try [start(), start()].map(Self.token)
        #expect(same[0] == same[1])
        let others = try [
            start(), start(execution: "beef"), start(document: "AWS-Y"), start(parameters: ["Name": ["b"]]),
        ]
        #expect(Set(others.map(Self.token)).count == others.count)
        #expect(Set(others.map(\.tag)).count == others.count)
    }

    @Test("has a token in the form of a UUID")
    func uuid() throws {
        let token = try Self.token(of: start())
        #expect(token.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
    }

    @Test("has a tag key that SSM takes")
    func tag() throws {
        let tag = try start().tag
        #expect(tag.hasPrefix("quell:\(ScenarioRun.execution):"))
        #expect(tag.utf8.count <= 128)
    }

    @Test("starts in the account of the resource, and names a role there")
    func local() throws {
        let call = try start().call(assumeRole: "AutomationRole", executionRole: nil)
        #expect(call.account == "111122223333")
        #expect(call.input["TargetLocations"] == nil)
        #expect(
            call.input["Parameters"] == [
                "Name": ["a"], "AutomationAssumeRole": ["arn:aws-cn:iam::111122223333:role/AutomationRole"],
            ])
        #expect(call.resources.contains("arn:aws-cn:ssm:cn-north-1:*:automation-definition/AWS-X:*"))
    }

    @Test("starts in the engine's account with the resource's account as its target")
    func central() throws {
        let call = try start().call(assumeRole: nil, executionRole: "automation")
        #expect(call.account == nil)
        #expect(call.input["Parameters"] == ["Name": ["a"]])
        let expected: JSONValue = [
            ["Accounts": ["111122223333"], "Regions": ["cn-north-1"], "ExecutionRoleName": "automation"]
        ]
        #expect(call.input["TargetLocations"] == expected)
        #expect(try start().describe(isCentral: true).account == nil)
    }

    private func start(
        execution: String = ScenarioRun.execution, document: JSONValue = "AWS-X",
        parameters: [String: JSONValue] = ["Name": ["a"]]
    ) throws -> AutomationStart {
        AutomationStart(
            try RunbookTests.runbook(document), parameters: parameters, execution: execution, account: "111122223333",
            region: "cn-north-1", partition: "aws-cn")
    }

    private static func token(of start: AutomationStart) -> String {
        start.call(assumeRole: nil, executionRole: nil).input["ClientToken"]?.string ?? ""
    }
}
