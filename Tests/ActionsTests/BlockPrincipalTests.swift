import AWSClient
import ActionKit
import Findings
import JSON
import Testing

@testable import Actions

@Suite struct BlockPrincipalTests {
    @Test("takes back exactly what it did, in the account of the user")
    func undo() async throws {
        let plan = try #require(try await decide(key: "AKIAIOSFODNN7EXAMPLE").plan)
        #expect(plan.resource == Self.arn)
        let policy: JSONValue = ["UserName": "alice", "PolicyArn": "arn:aws:iam::aws:policy/AWSDenyAll"]
        let key: JSONValue = ["UserName": "alice", "AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "Status": "Active"]
        let expected = [(IAM.detachUserPolicy, policy), (IAM.updateAccessKey, key)].map {
            Call($0, account: "111122223333", region: "eu-west-1", input: $1, resources: [Self.arn])
        }
        #expect(plan.steps.compactMap(\.undoCall) == expected)
    }

    @Test("denies only as long as the name means the same user")
    func identity() async throws {
        let plan = try #require(try await decide(key: "AKIAIOSFODNN7EXAMPLE").plan)
        let condition = try #require(plan.steps.first?.requires.first)
        #expect(condition.select(["User": ["UserId": "AIDAIOSFODNN7EXAMPLE"]]) == condition.equals)
    }

    @Test(
        "names a long-term key of the finding that is not the user's",
        arguments: [
            ("AKIAIOSFODNN7EXAMPLE", false), ("AKIASOMEBODYELSES123", true), ("ASIAIOSFODNN7EXAMPLE", false),
        ])
    func foreignKey(_ key: String, _ isForeign: Bool) async throws {
        let plan = try #require(try await decide(key: key).plan)
        #expect(plan.residualRisk.contains { $0.contains(key) } == isForeign)
    }

    @Test("lets an error of AWS through that does not say the user is gone")
    func failure() async throws {
        await #expect(throws: AWSError.self) { try await decide([.init("iam:GetUser", error: "Throttling")]) }
        let nameless = Scenario.Answer("iam:GetUser", [:], ["User": ["UserName": "alice"]])
        let error = await #expect(throws: AWSError.self) { try await decide([nameless]) }
        #expect(error?.kind == .unreadableAnswer)
    }

    private static let arn = "arn:aws:iam::111122223333:user/alice"
    private static let answers: [Scenario.Answer] = [
        .init(
            "iam:GetUser", [:],
            ["User": ["UserId": "AIDAIOSFODNN7EXAMPLE", "Arn": .string(arn), "Path": "/", "UserName": "alice"]]),
        .init("iam:ListEntitiesForPolicy", [:], ["PolicyUsers": [], "PolicyRoles": [], "PolicyGroups": []]),
        .init("iam:ListAttachedUserPolicies", [:], ["AttachedPolicies": []]),
        .init(
            "iam:ListAccessKeys", [:],
            ["AccessKeyMetadata": [["AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "Status": "Active"]]]),
    ]

    private func decide(
        _ answers: [Scenario.Answer] = answers, key: String = "AKIAIOSFODNN7EXAMPLE"
    ) async throws -> ScenarioRun {
        let event = Scenario.credentials(of: "alice", type: "IAMUser", principal: "AIDAIOSFODNN7EXAMPLE", key: key)
        let scenario = Scenario("A user.", event: event, answers: answers, expected: .plan([]))
        return try await ScenarioRun(scenario, of: BlockPrincipal.self)
    }
}
