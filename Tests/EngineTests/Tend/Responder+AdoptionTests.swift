import ActionKit
import JSON
import Testing

@testable import Engine

/// What a process left in the middle is carried on with, once its right to it is over.
@Suite struct ResponderAdoptionTests {
    /// A response whose process dies at an operation of the journal.
    private func died(at limit: Int) async throws -> Stage {
        let stage = try Stage()
        let journal = FaultyJournal(stage.journal, stoppingAt: limit, isLost: false)
        _ = try? await stage.responder(journal: journal, owner: "dying").respond(to: Sample.bytes(Sample.event()))
        return stage
    }

    @Test("whatever was begun is ended without the event being sent again")
    func everyPoint() async throws {
        let whole = try Stage()
        let counting = FaultyJournal(whole.journal)
        _ = try await whole.responder(journal: counting).respond(to: Sample.bytes(Sample.event()))
        var adoptions = 0
        for limit in 1...counting.count {
            let stage = try await died(at: limit)
            guard let left = try await stage.journal.executions(newest: 1).first else { continue }
            guard try await !stage.execution(left).isClosed else { continue }
            stage.clock.advance(Responder.lease + 1)
            let tended = try await stage.responder(owner: "next").tend()
            #expect(tended.map(\.kind) == [.adopted], "operation \(limit)")
            #expect(tended.first?.response?.conclusion.outcome == .contained, "operation \(limit)")
            #expect(await stage.aws.state == whole.aws.state, "operation \(limit)")
            #expect(await stage.aws.complaints.isEmpty)
            #expect(try await JournalAudit(stage.journal).report().breaches == [])
            adoptions += 1
        }
        #expect(adoptions > 15)
    }

    @Test("what somebody still works on is left to them")
    func working() async throws {
        let stage = try await died(at: 12)
        let id = try #require(try await stage.journal.executions(newest: 1).first)
        #expect(try await stage.responder(owner: "next").tend() == [], "its lease has not expired")
        stage.clock.advance(Responder.lease + 1)
        let now = stage.clock.now
        #expect(try await stage.journal.claim(id, by: Stage.owner("dying"), until: now + 60, now: now))
        #expect(try await stage.responder(owner: "next").tend() == [], "it was renewed while a runbook runs")
        #expect(try await !stage.execution(id).isClosed)
    }

    @Test("what this process itself works on is not taken over")
    func ownWork() async throws {
        let stage = try await died(at: 12)
        stage.clock.advance(Responder.lease + 1)
        let id = try #require(try await stage.journal.executions(newest: 1).first)
        let responder = stage.responder(owner: "same")
        #expect(try await responder.claim(id))
        #expect(try await responder.tend() == [])
    }
}
