import JSON
import Testing

@testable import Engine

@Suite struct LeaseTests {
    @Test("is renewed when a third of its time is over, and not before")
    func renews() async throws {
        let stage = try Stage()
        let responder = stage.responder()
        #expect(try await responder.claim("e"))
        let lease = Lease("e", responder)
        let other = LeaseOwner(host: "elsewhere", process: 1, token: "other")
        func taken() async throws -> Bool {
            try await responder.journal.claim("e", by: other, until: .infinity, now: stage.clock.now)
        }
        stage.clock.advance(Responder.lease / 4)
        try await lease.renew()
        stage.clock.advance(Responder.lease / 4)
        try await lease.renew()
        stage.clock.advance(Responder.lease * 0.9)
        #expect(try await !taken(), "the second renewal was a real one")
        stage.clock.advance(Responder.lease)
        #expect(try await taken())
        await #expect(throws: JournalError.self) { try await lease.renew() }
    }

    @Test("writes behind what it has read, takes in what people decide meanwhile, and nothing else")
    func fences() async throws {
        let stage = try Stage()
        let (responder, time) = (stage.responder(), "2026-03-01T10:00:00Z")
        _ = try await stage.journal.begin("e", [Records.received, Records.admitted], at: time)
        #expect(try await responder.claim("e"))
        let lease = Lease("e", responder)
        #expect(try await lease.read().next == .confirm)
        #expect(try await lease.append(.confirmed(evidence: .null)).map(\.kind) == ["confirmed"])
        try await stage.journal.append(
            .declined(Refusal(by: People.bob, plan: Approvals.hash, why: "w")), to: "e", at: time)
        #expect(try await lease.append(Records.contain).map(\.kind) == ["declined", "planned"])
        try await stage.journal.append(.undoRequested(by: "p", isForced: false), to: "e", at: time)
        await #expect(throws: JournalError.self) { _ = try await lease.append(Records.intent(Records.first)) }
        #expect(try await stage.journal.entries(of: "e").last?.record.kind == "undo-requested")
    }
}
