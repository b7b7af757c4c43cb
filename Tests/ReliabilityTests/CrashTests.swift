import Engine
import SimulatedAWS
import Testing

/// A-04: the process dies before and after every call to AWS and every operation of the journal; the next one ends it.
@Suite struct CrashTests {
    static let names = Incident.all.map(\.name)

    private struct Whole {
        let stage: Stage
        let outcome: Outcome?
        let operations: Int

        init(_ incident: Incident, _ way: Stage.Way) async throws {
            stage = try Stage(incident, way)
            let journal = MortalJournal(stage.journal, life: Life())
            _ = try await stage.responder(journal: journal).respond(to: incident.bytes())
            operations = journal.count
            outcome = try await stage.executions.last?.conclusion?.outcome
        }
    }

    private static func incident(_ name: String) throws -> Incident {
        try #require(Incident.all.first { $0.name == name })
    }

    /// How long the right to work on an execution outlives its process, in seconds, and one more.
    private static let lease = 61.0

    /// What differs from a response without a crash, after the next process has ended it.
    private func differences(_ stage: Stage, _ whole: Whole, _ life: Life) async throws -> [String] {
        guard life.isDead else { return ["The process did not die."] }
        stage.aws.clock.advance(Self.lease)
        _ = try await stage.responder("next").respond(to: stage.incident.bytes())
        var complaints = try await Audit(stage: stage).complaints
        let executions = try await stage.executions
        if executions.count != 1 { complaints.append("There are \(executions.count) executions.") }
        let outcome = executions.last?.conclusion?.outcome
        if outcome != whole.outcome {
            let why = executions.last?.conclusion?.why ?? ""
            complaints.append("It ends as \(outcome?.rawValue ?? "nothing"): \(why)")
        }
        complaints += stage.projection.differences(from: whole.stage.projection)
        if !(1...2).contains(stage.messages) { complaints.append("People are told \(stage.messages) times.") }
        return complaints
    }

    /// Through the client the calls that make sessions are there too; for these the shorter responses do.
    private static let places: [(String, Stage.Way)] =
        names.map { ($0, .direct) } + ["blocked user", "bucket closed by a runbook"].map { ($0, .client) }

    @Test("invariant 13: a crash at any call to AWS changes nothing of the end", arguments: places)
    func atCalls(_ name: String, _ way: Stage.Way) async throws {
        let incident = try Self.incident(name)
        let whole = try await Whole(incident, way)
        var complaints: [String] = []
        for index in 1...whole.stage.aws.history.count {
            for afterEffect in [false, true] {
                let (stage, life) = (try Stage(incident, way), Life())
                stage.aws.crashing(call: index, afterEffect: afterEffect)
                let journal = MortalJournal(stage.journal, life: life)
                _ = try? await stage.responder("dying", journal: journal, life: life).respond(to: incident.bytes())
                let operation = whole.stage.aws.history[index - 1].operation
                complaints += try await differences(stage, whole, life).map {
                    "\(afterEffect ? "after" : "before") call \(index), \(operation): \($0)"
                }
            }
        }
        #expect(complaints.isEmpty, "\(complaints.count): \(complaints.prefix(20).joined(separator: "\n"))")
    }

    @Test("invariant 13: a crash at any operation of the journal changes nothing of the end", arguments: names)
    func atRecords(_ name: String) async throws {
        let incident = try Self.incident(name)
        let whole = try await Whole(incident, .direct)
        var complaints: [String] = []
        for index in 1...whole.operations {
            for isPerformed in [false, true] {
                let (stage, life) = (try Stage(incident, .direct), Life())
                let journal = MortalJournal(stage.journal, life: life, dyingAt: index, isPerformed: isPerformed)
                _ = try? await stage.responder("dying", journal: journal, life: life).respond(to: incident.bytes())
                complaints += try await differences(stage, whole, life).map {
                    "\(isPerformed ? "after" : "before") operation \(index): \($0)"
                }
            }
        }
        #expect(complaints.isEmpty, "\(complaints.count): \(complaints.prefix(20).joined(separator: "\n"))")
    }
}
