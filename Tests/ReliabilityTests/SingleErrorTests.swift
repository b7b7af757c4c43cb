import AWSClient
import Engine
import SimulatedAWS
import Testing

/// A-05: each call of each response fails in each of 14 ways, and every promise is kept all the same.
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
        let complaints = try await responses(incident, .direct) { _ in ErrorClass.allCases }
        #expect(complaints.isEmpty, "\(complaints.count): \(complaints.prefix(20).joined(separator: "\n"))")
    }

    @Test(
        "so does one through the client, its sessions and its retries, with one kind of error at each call",
        arguments: names)
    func clientResponse(_ name: String) async throws {
        let incident = try Self.incident(name)
        let all = ErrorClass.allCases
        let complaints = try await responses(incident, .client) { [all[$0 % all.count]] }
        #expect(complaints.isEmpty, "\(complaints.count): \(complaints.prefix(20).joined(separator: "\n"))")
    }

    private func responses(
        _ incident: Incident, _ way: Stage.Way, _ errors: (Int) -> [ErrorClass]
    ) async throws -> [String] {
        var complaints: [String] = []
        for index in 1...(try await Self.calls(incident, way)) {
            for error in errors(index) {
                let stage = try Stage(incident, way)
                stage.aws.failing(call: index, with: error)
                let response = try #require(try await stage.responder().respond(to: incident.bytes()).first)
                var found = try await Audit(stage: stage).complaints
                found += try await undone(stage, response)
                let record = stage.aws.history.first { $0.index == index }
                complaints += found.map { "\(error) at call \(index), \(record?.operation ?? "none"): \($0)" }
            }
        }
        return complaints
    }

    /// Invariant 12: whatever was done despite the error is taken back whole.
    private func undone(_ stage: Stage, _ response: Response) async throws -> [String] {
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
        var complaints: [String] = []
        for index in (before + 1)...after {
            for error in ErrorClass.allCases {
                let stage = try Stage(incident, .direct)
                let response = try #require(try await stage.responder().respond(to: incident.bytes()).first)
                stage.aws.failing(call: index, with: error)
                var ending = try await stage.undoer().undo(response.execution, by: "anna", isForced: false)
                if case .undone = ending {
                } else {
                    ending = try await stage.undoer().undo(response.execution, by: "anna", isForced: false)
                }
                let record = stage.aws.history.first { $0.index == index }
                let place = "\(error) at call \(index), \(record?.operation ?? "none")"
                complaints += stage.projection.differences(from: stage.originalProjection).map {
                    "\(place), then \(ending): \($0)"
                }
            }
        }
        #expect(complaints.isEmpty, "\(complaints.count): \(complaints.prefix(20).joined(separator: "\n"))")
    }
}
