import AWSClient
import Engine
import SimulatedAWS
import Testing

/// Each call of each response fails in each of 14 ways, and every promise is kept all the same.
@Suite struct SingleErrorTests {
    static let names = Incident.all.map(\.name)

    private static func incident(_ name: String) throws -> Incident {
        try #require(Incident.all.first { $0.name == name })
    }

    /// How many calls a response makes where nothing goes wrong.
    private static func calls(_ incident: Incident, _ way: Stage.Way) async throws -> Int {
        let stage = try Stage(incident, way)
        _ = try await stage.responder().respond(to: incident.bytes())
        return stage.aws.history.count
    }

    @Test(
        "a response that meets any error at any call ends, tells people, and claims only what is so", arguments: names)
    func response(_ name: String) async throws {
        let incident = try Self.incident(name)
        let complaints = try await responses(incident, .direct, Thoroughness.errors)
        #expect(complaints.isEmpty, "\(complaints.text)")
    }

    @Test(
        "so does one through the client, its sessions and its retries",
        arguments: Thoroughness.isWhole ? names : Thoroughness.short)
    func clientResponse(_ name: String) async throws {
        let incident = try Self.incident(name)
        let complaints = try await responses(incident, .client, Thoroughness.errors)
        #expect(complaints.isEmpty, "\(complaints.text)")
    }

    private func responses(
        _ incident: Incident, _ way: Stage.Way, _ errors: (Int) -> [ErrorClass]
    ) async throws -> Complaints {
        var complaints = Complaints()
        for index in 1...(try await Self.calls(incident, way)) {
            for error in errors(index) {
                let stage = try Stage(incident, way)
                stage.aws.failing(call: index, with: error)
                let response = try #require(try await stage.responder().respond(to: incident.bytes()).first)
                var found = try await Audit(stage: stage).complaints
                found += try await undone(stage, response)
                let record = stage.aws.history.first { $0.index == index }
                complaints.add(found, at: "\(error) at call \(index)", of: record?.operation ?? "no call")
            }
        }
        return complaints
    }

    /// Invariant 12: whatever was done despite the error is taken back whole.
    private func undone(_ stage: Stage, _ response: Response) async throws -> [String] {
        // People come later: what was on its way has come.
        stage.aws.clock.advance(600)
        let ending = try await stage.undoer().undo(response.execution, by: "anna", isForced: false)
        switch ending {
        case .undone, .nothingToUndo:
            return stage.projection.differences(from: stage.originalProjection).map {
                "After \(response.conclusion.outcome) and its undo there is still: \($0)"
            }
        case .wouldUndo, .refused, .failed: return ["After \(response.conclusion.outcome) the undo ends: \(ending)"]
        }
    }

    @Test("an undo that meets one error is ended by the next one", arguments: names)
    func undo(_ name: String) async throws {
        let incident = try Self.incident(name)
        let whole = try Stage(incident, .direct)
        let first = try #require(try await whole.responder().respond(to: incident.bytes()).first)
        let before = whole.aws.history.count
        _ = try await whole.undoer().undo(first.execution, by: "anna", isForced: false)
        let after = whole.aws.history.count
        guard after > before else { return }
        var complaints = Complaints()
        for index in (before + 1)...after {
            for error in Thoroughness.errors(at: index) {
                let stage = try Stage(incident, .direct)
                let response = try #require(try await stage.responder().respond(to: incident.bytes()).first)
                stage.aws.failing(call: index, with: error)
                var ending = try await stage.undoer().undo(response.execution, by: "anna", isForced: false)
                if case .undone = ending {
                } else {
                    // People try again when what was on its way has come.
                    stage.aws.clock.advance(600)
                    ending = try await stage.undoer().undo(response.execution, by: "anna", isForced: false)
                }
                let record = stage.aws.history.first { $0.index == index }
                let left = stage.projection.differences(from: stage.originalProjection)
                complaints.add(
                    left.map { "\($0), after \(ending)" }, at: "\(error) at call \(index)",
                    of: record?.operation ?? "no call")
            }
        }
        #expect(complaints.isEmpty, "\(complaints.text)")
    }
}
