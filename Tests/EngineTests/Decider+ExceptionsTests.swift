import AWSClient
import ActionKit
import JSON
import Testing

@testable import Engine

@Suite struct DeciderExceptionTests {
    /// The outcome for the sample instance with more tags.
    private func response(_ tags: [String: String], _ stage: Stage) async throws -> Response {
        await stage.aws.change { $0.tags[Sample.instance]?.merge(tags) { $1 } }
        return try await stage.respond()
    }

    @Test(
        "invariant 10: the exact exception tag, whatever its value, stops every change", arguments: ["yes", "", "no"])
    func exempt(_ value: String) async throws {
        let stage = try Stage()
        let response = try await response(["SecurityException": value], stage)
        #expect(response.conclusion.outcome == .exempt)
        #expect(response.conclusion.why.contains("SecurityException=\"\(value)\""))
        #expect(await stage.aws.changes.isEmpty)
        #expect(await stage.aws.published.count == 1, "people are told of an exception that was used")
    }

    @Test(
        "a key that differs is no exception",
        arguments: [
            "securityexception", "SECURITYEXCEPTION", "SecurityException ", "Security-Exception", "SecurityExceptions",
        ])
    func notExempt(_ key: String) async throws {
        #expect(try await response([key: "yes"], Stage()).conclusion.outcome == .contained)
    }

    @Test("the playbook's own tag key replaces the standard one")
    func ownKey() async throws {
        let more = "exceptions:\n  tag: LeaveAlone\n"
        #expect(try await response(["LeaveAlone": "x"], Stage(guardrails: more)).conclusion.outcome == .exempt)
        #expect(
            try await response(["SecurityException": "x"], Stage(guardrails: more)).conclusion.outcome == .contained)
    }

    @Test(
        "tags that cannot be read stop every change",
        arguments: [
            (AWSError.Kind.accessDenied, Outcome.held), (.throttled, .held), (.serverFailure, .held),
            (.unreadableAnswer, .held), (.unreachable, .failed), (.noCredentials, .failed),
        ])
    func unreadable(_ kind: AWSError.Kind, _ outcome: Outcome) async throws {
        let stage = try Stage()
        await stage.aws.failAlways(EC2.describeInstances, .refused(kind))
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == outcome)
        #expect(response.conclusion.why.contains("cannot be read, so nothing was changed"))
        #expect(await stage.aws.changes.isEmpty)
        #expect(await stage.aws.published.count == 1)
    }

    @Test("an instance that is gone is moot")
    func gone() async throws {
        let stage = try Stage()
        await stage.aws.change { $0.tags = [:] }
        #expect(try await stage.respond().conclusion.outcome == .moot)
        #expect(await stage.aws.changes.isEmpty)
    }

    @Test("an instance that AWS does not list is moot")
    func unlisted() async throws {
        let stage = try Stage()
        await stage.aws.answer(EC2.describeInstances, ["Reservations": []])
        #expect(try await stage.respond().conclusion.outcome == .moot)
    }
}
