import Engine
package import SimulatedAWS

/// The process dies at one place of a response, and the next one must end it as if nothing had happened.
package struct CrashCheck: Sendable {
    /// Where the process dies: before or after a call to AWS has its effect, or an operation of the journal.
    package enum Place: Hashable, Sendable, CustomStringConvertible {
        case call(Int, afterEffect: Bool)
        case operation(Int, isPerformed: Bool)

        package var description: String {
            switch self {
            case .call(let index, let isAfter): "\(isAfter ? "after" : "before") call \(index)"
            case .operation(let index, let isAfter): "\(isAfter ? "after" : "before") operation \(index)"
            }
        }
    }

    private let setting: Stage.Setting
    private let way: Stage.Way
    private let projection: Projection
    private let outcome: Outcome?
    private let calls: [String]
    private let operations: Int

    /// How long the right to work on an execution outlives its process, in seconds, and one more.
    private static let lease = 61.0

    /// Plays the response once without a crash, to know what it leads to.
    package init(_ incident: Incident, _ way: Stage.Way) async throws {
        setting = try Stage.Setting(incident)
        self.way = way
        let stage = Stage(setting, way)
        let journal = MortalJournal(stage.journal, life: Life())
        _ = try await stage.responder(journal: journal).respond(to: incident.bytes())
        operations = journal.count
        calls = stage.aws.history.map(\.operation)
        projection = stage.projection
        outcome = try await stage.executions.last?.conclusion?.outcome
    }

    package var atCalls: [Place] {
        (1...calls.count).flatMap { index in [false, true].map { .call(index, afterEffect: $0) } }
    }
    package var atOperations: [Place] {
        (1...operations).flatMap { index in [false, true].map { .operation(index, isPerformed: $0) } }
    }

    package func complaints(_ place: Place) async throws -> Complaints {
        let (stage, life) = (Stage(setting, way), Life())
        var journal = MortalJournal(stage.journal, life: life)
        var operation = "journal"
        switch place {
        case .call(let index, let isAfter):
            stage.aws.crashing(call: index, afterEffect: isAfter)
            operation = calls[index - 1]
        case .operation(let index, let isPerformed):
            journal = MortalJournal(stage.journal, life: life, dyingAt: index, isPerformed: isPerformed)
        }
        _ = try? await stage.responder("dying", journal: journal, life: life).respond(to: setting.incident.bytes())
        var complaints = Complaints()
        complaints.add(try await differences(stage, life), at: "\(setting.incident.name) \(place)", of: operation)
        return complaints
    }

    /// What differs from a response without a crash, after the next process has ended it.
    private func differences(_ stage: Stage, _ life: Life) async throws -> [String] {
        guard life.isDead else { return ["The process did not die."] }
        stage.aws.clock.advance(Self.lease)
        _ = try await stage.responder("next").respond(to: stage.incident.bytes())
        var complaints = try await Audit(stage: stage).complaints
        let executions = try await stage.executions
        if executions.count != 1 { complaints.append("There are \(executions.count) executions.") }
        let ended = executions.last?.conclusion
        if ended?.outcome != outcome {
            complaints.append("It ends as \(ended?.outcome.rawValue ?? "nothing"): \(ended?.why ?? "")")
        }
        complaints += stage.projection.differences(from: projection)
        if !(1...2).contains(stage.messages) { complaints.append("People are told \(stage.messages) times.") }
        return complaints
    }
}
