import AWSClient
import ActionKit
import JSON
import Testing

@testable import Engine

@Suite struct PreviewTests {
    private func preview(_ event: [UInt8], _ stage: Stage) async throws -> Preview {
        let preview = try #require(await stage.responder().preview(event).first)
        #expect(try await stage.journal.executions(newest: 1).isEmpty)
        #expect(await stage.aws.writes.isEmpty)
        return preview
    }

    @Test("shows the plan, the hash and the policy that a response then has")
    func plan() async throws {
        let stage = try Stage()
        let preview = try await preview(Sample.bytes(Sample.event()), stage)
        let id = try await stage.respond().execution
        let planned = try await stage.execution(id).planned[.contain]
        #expect(preview.conclusion == nil)
        #expect(preview.plans == planned?.plans)
        #expect(preview.hash == planned?.hash)
        #expect(await stage.aws.sessions.contains { $0.policy == preview.sessionPolicy })
    }

    @Test(
        "says why nothing would be changed",
        arguments: [
            (Array("no".utf8), Outcome.rejected), (Sample.bytes(Sample.event(title: "[SAMPLE] x")), .ignored),
            (Sample.bytes(Sample.config()), .ignored),
        ])
    func nothing(_ event: [UInt8], _ outcome: Outcome) async throws {
        let preview = try await preview(event, Stage())
        #expect(preview.conclusion?.outcome == outcome)
        #expect(preview.plans.isEmpty)
        #expect(preview.sessionPolicy == nil)
    }

    @Test("confirms the finding and honours exceptions as a response does")
    func guards() async throws {
        let stage = try Stage()
        await stage.aws.change { $0.tags[Sample.instance]?["SecurityException"] = "x" }
        #expect(try await preview(Sample.bytes(Sample.event()), stage).conclusion?.outcome == .exempt)
        await stage.aws.setFinding(["Id": "another"])
        #expect(try await preview(Sample.bytes(Sample.event()), stage).conclusion?.outcome == .notConfirmed)
    }
}
