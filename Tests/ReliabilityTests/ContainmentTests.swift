import ActionKit
import Engine
import SimulatedAWS
import Testing

/// Every action does what it promises where nothing goes wrong: contains, tells, archives, and takes it all back.
@Suite struct ContainmentTests {
    @Test("contains, tells people, and an undo restores everything", arguments: Incident.all.map(\.name))
    func containsAndUndoes(_ name: String) async throws {
        let incident = try #require(Incident.all.first { $0.name == name })
        let stage = try Stage(incident)
        let responses = try await stage.responder().respond(to: incident.bytes())
        let response = try #require(responses.first)
        #expect(response.conclusion.outcome == .contained, "\(response.conclusion.why)")
        #expect(responses.count == 1)
        #expect(try await Audit(stage: stage).complaints == [])
        #expect(stage.messages == 1)
        #expect(stage.aws.world.findings.values.allSatisfy { $0.isArchived })
        let ending = try await stage.undoer().undo(response.execution, by: "anna", isForced: false)
        switch ending {
        case .undone: #expect(stage.projection.differences(from: stage.originalProjection) == [])
        case .nothingToUndo: #expect(!response.isUndoable, "\(ending)")
        case .wouldUndo, .refused, .failed: Issue.record("\(ending)")
        }
        #expect(try await stage.journal.verify().firstBroken == nil)
    }

    @Test("the last administrator of an account is left alone, and people are told")
    func lastAdministrator() async throws {
        let incident = try #require(Incident.all.first { $0.name == "blocked user" })
        let stage = try Stage(incident)
        stage.aws.change { $0[identities: Scenery.member].groups["administrators"]?.members = [] }
        let before = stage.projection
        let response = try #require(try await stage.responder().respond(to: incident.bytes()).first)
        #expect(response.conclusion.outcome == .held)
        #expect(response.conclusion.why.contains("administrator"), "\(response.conclusion.why)")
        #expect(stage.projection.differences(from: before) == [])
        #expect(stage.messages == 1)
    }

    @Test("all actions have their part in the incidents")
    func allActions() {
        let written = Incident.all.flatMap(\.respond).joined(separator: " ")
        for action in Stage.actions { #expect(written.contains(action), "\(action) is in no incident") }
    }

    @Test("one incident has one history")
    func oneHistory() async throws {
        let incident = try #require(Incident.all.first)
        var histories: [[CallRecord]] = []
        for _ in 1...2 {
            let stage = try Stage(incident)
            _ = try await stage.responder().respond(to: incident.bytes())
            histories.append(stage.aws.history)
        }
        #expect(histories[0] == histories[1])
    }
}
