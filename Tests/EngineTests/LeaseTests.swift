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
}
