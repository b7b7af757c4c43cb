import AWSClient
import ActionKit
import JSON
import Synchronization
import Testing

@testable import Engine

/// What stops a response stops its repair as well.
@Suite struct DeciderDriftTests {
    /// A contained instance that somebody has opened, half a minute later.
    private func drifted(_ stage: Stage) async throws {
        #expect(try await stage.respond().conclusion.outcome == .contained)
        await stage.aws.change { $0.tags[Sample.instance]?["state"] = "open" }
        stage.clock.advance(30)
    }

    private func expectUntouched(_ stage: Stage, since changes: Int) async throws {
        #expect(await stage.aws.changes.count == changes)
        #expect(await stage.aws.state.tags[Sample.instance]?["state"] == "open")
        #expect(await stage.aws.published.count == 2, "people are told")
        #expect(await stage.aws.complaints.isEmpty)
        #expect(try await JournalAudit(stage.journal).report().breaches == [])
    }

    @Test("a resource that is exempt meanwhile is left alone, and people are told")
    func exempt() async throws {
        let stage = try Stage()
        try await drifted(stage)
        let changes = await stage.aws.changes.count
        await stage.aws.change { $0.tags[Sample.instance]?["SecurityException"] = "x" }
        let response = try #require(try await stage.responder().tend().first?.response)
        #expect(response.conclusion.outcome == .exempt)
        #expect(response.conclusion.why.contains("SecurityException"))
        try await expectUntouched(stage, since: changes)
        stage.clock.advance(4_000)
        #expect(try await stage.responder().tend() == [])
    }

    @Test("a halt stops the repair, and the next look goes on once it is over")
    func halted() async throws {
        let stage = try Stage()
        try await drifted(stage)
        let changes = await stage.aws.changes.count
        let halted = try await stage.responder(halted: { "Stop." }).tend()
        #expect(halted.first?.response?.conclusion.outcome == .held)
        try await expectUntouched(stage, since: changes)
        stage.clock.advance(300)
        #expect(try await stage.responder().tend().first?.response?.conclusion.outcome == .contained)
        #expect(await stage.aws.state.tags[Sample.instance]?["state"] == "isolated")
    }

    @Test("a halt between the look and the call stops the call")
    func haltedLate() async throws {
        let stage = try Stage()
        try await drifted(stage)
        let changes = await stage.aws.changes.count
        let asked = Mutex(0)
        let responder = stage.responder(halted: {
            asked.withLock { count in
                count += 1
                return count > 1 ? "Stop." : nil
            }
        })
        #expect(try await responder.tend().first?.response?.conclusion.outcome == .held)
        try await expectUntouched(stage, since: changes)
    }

    @Test("what is protected meanwhile is left alone")
    func protected() async throws {
        let stage = try Stage()
        try await drifted(stage)
        let changes = await stage.aws.changes.count
        let response = try await stage.responder(protected: [Sample.arn]).tend().first?.response
        #expect(response?.conclusion.outcome == .held)
        #expect(response?.conclusion.why.contains("protected") == true)
        try await expectUntouched(stage, since: changes)
    }

    @Test("exceptions that cannot be read hold the repair until they can")
    func unreadable() async throws {
        let stage = try Stage()
        try await drifted(stage)
        let changes = await stage.aws.changes.count
        await stage.aws.failAlways(EC2.describeInstances, .refused(.throttled))
        let response = try await stage.responder().tend().first?.response
        #expect(response?.conclusion.outcome == .held)
        try await expectUntouched(stage, since: changes)
        await stage.aws.recover()
        stage.clock.advance(300)
        #expect(try await stage.responder().tend().first?.response?.conclusion.outcome == .contained)
    }
}
