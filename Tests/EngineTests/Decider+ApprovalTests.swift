import ActionKit
import JSON
import Testing

@testable import Engine

@Suite struct DeciderApprovalTests {
    private func outcome(_ approval: String?, more: String = "", respond: [String] = ["test.isolate", "test.mark"])
        async throws -> Outcome
    {
        let stage = try Stage(respond, approval: approval)
        return try await stage.respond().conclusion.outcome
    }

    @Test("unless its pattern matches the event, a plan waits")
    func unless() async throws {
        #expect(try await outcome(nil) == .contained)
        #expect(try await outcome("{ unless: { detail: { severity: [{ numeric: [\">=\", 8] }] } } }") == .contained)
        #expect(try await outcome("{ unless: { detail: { severity: [{ numeric: [\">\", 8] }] } } }") == .held)
        #expect(try await outcome("{ unless: { detail: { accountId: [\"111122223333\"] } } }") == .contained)
    }

    @Test("an action's demand holds the whole response, where it has something to do")
    func action() async throws {
        let entry = "{ test.mark: { approval: { people: 2, expires: 1h } } }"
        let stage = try Stage(["test.isolate", entry], approval: "{ expires: 4h }")
        let response = try await stage.respond()
        let approval = try #require(try await stage.execution(response.execution).approval)
        #expect(approval.request.people == 2 && approval.request.seconds == 3_600)
        #expect(approval.request.planned.plans.count == 2)
        let other = try Stage(["test.isolate", entry])
        await other.aws.change { $0.tags[Sample.instance]?["mark"] = "bad" }
        #expect(try await other.respond().conclusion.outcome == .contained)
    }
}
