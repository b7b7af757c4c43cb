import Engine
package import SimulatedAWS

/// Calls of a response fail, and it must end, tell people, claim only what is so, and be taken back whole.
package struct ErrorCheck: Sendable {
    /// Errors by the index of the call that meets them.
    package typealias Faults = [Int: ErrorClass]

    private let setting: Stage.Setting
    private let way: Stage.Way

    package init(_ incident: Incident, _ way: Stage.Way) throws {
        setting = try Stage.Setting(incident)
        self.way = way
    }

    /// How many calls a response makes that meets no errors.
    package func calls() async throws -> Int { try await history([:]).count }

    /// The calls of a response that meets errors, in their order.
    package func history(_ faults: Faults) async throws -> [CallRecord] { try await responded(faults).aws.history }

    /// The stage after a response that meets errors.
    func responded(_ faults: Faults) async throws -> Stage {
        let stage = Stage(setting, way)
        for (index, error) in faults { stage.aws.failing(call: index, with: error) }
        _ = try await stage.responder().respond(to: setting.incident.bytes())
        return stage
    }

    /// What a response that meets errors breaks.
    package func response(_ faults: Faults) async throws -> Complaints {
        let stage = Stage(setting, way)
        for (index, error) in faults { stage.aws.failing(call: index, with: error) }
        guard let response = try await stage.responder().respond(to: setting.incident.bytes()).first else {
            return noted(["Nothing is answered."], stage, faults)
        }
        let complaints = try await Audit(stage: stage).complaints
        return noted(try await complaints + undone(stage, response), stage, faults)
    }

    /// Invariant 12: whatever was done despite the errors is taken back whole.
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

    /// The calls of an undo after a response without errors, by their indices.
    package func undoCalls() async throws -> [Int] {
        let stage = Stage(setting, way)
        guard let first = try await stage.responder().respond(to: setting.incident.bytes()).first else { return [] }
        let before = stage.aws.history.count
        _ = try await stage.undoer().undo(first.execution, by: "anna", isForced: false)
        return stage.aws.history.map(\.index).filter { $0 > before }
    }

    /// What is left by an undo that meets an error, and by the next one.
    package func undo(_ faults: Faults) async throws -> Complaints {
        let stage = Stage(setting, way)
        guard let response = try await stage.responder().respond(to: setting.incident.bytes()).first else {
            return noted(["Nothing is answered."], stage, faults)
        }
        for (index, error) in faults { stage.aws.failing(call: index, with: error) }
        var ending = try await stage.undoer().undo(response.execution, by: "anna", isForced: false)
        if case .undone = ending {
        } else {
            // People try again when what was on its way has come.
            stage.aws.clock.advance(600)
            ending = try await stage.undoer().undo(response.execution, by: "anna", isForced: false)
        }
        let left = stage.projection.differences(from: stage.originalProjection)
        return noted(left.map { "\($0), after \(ending)" }, stage, faults)
    }

    private func noted(_ sentences: [String], _ stage: Stage, _ faults: Faults) -> Complaints {
        var complaints = Complaints()
        guard !sentences.isEmpty else { return complaints }
        let places = faults.sorted { $0.key < $1.key }
        let operations = places.map { place in
            stage.aws.history.first { $0.index == place.key }?.operation ?? "no call"
        }
        complaints.add(
            sentences, at: places.map { "\($0.value) at call \($0.key)" }.joined(separator: ", "),
            of: "\(setting.incident.name): \(operations.joined(separator: ", "))")
        return complaints
    }
}
