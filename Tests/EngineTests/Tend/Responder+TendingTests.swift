import ActionKit
import JSON
import Testing

@testable import Engine

@Suite struct ResponderTendingTests {
    @Test("approvals that nobody gave in time are told of")
    func expires() async throws {
        let stage = try Stage(approval: "{ expires: 1h }")
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == .held)
        stage.clock.advance(3_601)
        let tended = try await stage.responder().tend()
        #expect(tended.map(\.kind) == [.expired])
        #expect(tended.map(\.execution) == [response.execution])
    }

    @Test("what people approve later is looked at by a process that saw it wait")
    func approvedLater() async throws {
        let stage = try Stage(["test.mark", "test.notify"], approval: "{ expires: 1h }")
        let (id, responder) = (try await stage.respond().execution, stage.responder())
        #expect(try await responder.tend() == [])
        let plan = try #require(try await stage.execution(id).approval?.plan)
        _ = try await stage.desk(People.alice).approve(id, plan: String(plan.prefix(12)), method: "test")
        #expect(try await responder.apply(id).conclusion.outcome == .contained)
        stage.clock.advance(30)
        #expect(try await responder.tend().map(\.kind) == [.settled])
    }

    @Test("a journal that fails at one execution does not keep the others from being tended")
    func troubles() async throws {
        let stage = try Stage()
        let damaged = Received(event: "not an event", sha256: "00")
        guard case .admitted(let admission) = Records.admitted else { throw Missing(what: "an admission") }
        let time = "2027-01-15T07:59:00Z"
        #expect(try await stage.journal.begin("bad", [.received(damaged), .admitted(admission)], at: time))
        let response = try await stage.respond()
        stage.clock.advance(100)
        let tended = try await stage.responder().tend()
        #expect(tended.count == 2)
        #expect(tended.first { $0.execution == "bad" }?.kind == .failed)
        #expect(tended.first { $0.execution == response.execution }?.kind == .settled)
    }

    @Test("one execution can be tended alone")
    func one() async throws {
        let stage = try Stage()
        let id = try await stage.respond().execution
        #expect(try await stage.responder().tend(id) == nil)
        stage.clock.advance(30)
        let tended = try #require(try await stage.responder().tend(id))
        #expect(tended.json["tended"]?.string == "settled")
        #expect(tended.json["check"] == 30)
        #expect(tended.json["response"] == .null)
    }
}
