import AWSClient
import ActionKit
import Engine
import Foundation
import JSON
import SimulatedAWS

/// Whole lives of incidents, drawn by dice: one seed is one history.
///
/// An event comes several times and late, three workers stand in each other's way, calls fail, processes die or stand
/// still beyond their lease, and clocks jump.
package struct RandomCheck: Sendable {
    private let settings: [Stage.Setting]
    private static let workers = ["a", "b", "c"]
    private static let day = 86_400.0

    package init() throws { settings = try Incident.all.map { try Stage.Setting($0) } }

    package func complaints(seed: UInt64) async throws -> Complaints {
        let (stage, sentences) = try await play(seed)
        var complaints = Complaints()
        complaints.add(sentences, at: "seed \(seed)", of: stage.incident.name)
        return complaints
    }

    /// What happened under a seed, for people who look into it: records of the journal and calls in their order.
    package func history(seed: UInt64) async throws -> [String] {
        let (stage, sentences) = try await play(seed)
        let records = stage.journal.all.map { entry in
            (
                ISO8601.parse(entry.time) ?? 0,
                "\(entry.time) \(entry.execution) \(entry.record.kind) \("\(entry.text)".prefix(600))"
            )
        }
        let calls = stage.aws.history.map { call in
            (
                call.time,
                "\(call.index). \(call.operation) \(call.input) \(call.code ?? "") \(call.tookEffect ? "" : "no effect")"
            )
        }
        return (records + calls).sorted { $0.0 < $1.0 }.map { "\($0.0) \($0.1)" } + sentences
    }

    private func play(_ seed: UInt64) async throws -> (Stage, [String]) {
        var dice = Dice(seed: seed)
        let setting = dice.one(of: settings)
        let stage = Stage(setting, .direct, behavior: Self.behavior(&dice))
        for _ in 0..<dice.number(0...3) {
            stage.aws.failing(call: dice.number(1...90), with: dice.one(of: ErrorClass.allCases))
        }
        for _ in 0..<dice.number(1...5) {
            await deliver(stage, &dice)
            stage.aws.clock.advance(dice.happens(20) ? dice.seconds(0...Self.day) : dice.seconds(-2...120))
        }
        return (stage, try await ending(stage, &dice))
    }

    private static func behavior(_ dice: inout Dice) -> Behavior {
        var behavior = Behavior()
        behavior.latency = dice.seconds(0.005...0.5)
        if dice.happens(40) { behavior.readingDelay = ["ec2": dice.seconds(0...6), "iam": dice.seconds(0...6)] }
        if dice.happens(20) { behavior.authorizationDelay = dice.seconds(0...4) }
        return behavior
    }

    /// One delivery to one worker, which may die, and in whose calls others may come.
    private func deliver(_ stage: Stage, _ dice: inout Dice) async {
        let event = Self.delivery(stage, &dice)
        let first = dice.one(of: Self.workers)
        var meanwhile: [InterruptedAccess.Moment: @Sendable () async -> Void] = [:]
        if dice.happens(30) {
            for other in Self.workers.shuffled(using: &dice) where other != first {
                let moment = InterruptedAccess.Moment(call: dice.number(1...50), isAfter: dice.happens(50))
                // Longer than the lease: who stood still has lost it. Shorter: the others find it taken.
                let pause = dice.happens(50) ? dice.seconds(61...300) : dice.seconds(0...59)
                let worker = Worker(stage: stage, name: other, dice: &dice)
                meanwhile[moment] = {
                    stage.aws.clock.advance(pause)
                    await worker.take(event)
                }
            }
        }
        await Worker(stage: stage, name: first, dice: &dice).take(event, meanwhile)
    }

    /// Whether another execution has changed the same things: where two took turns, neither can be taken back alone.
    private func isShared(_ conflicts: [UndoConflict], _ execution: Execution, _ stage: Stage) async throws -> Bool {
        let others = try await stage.executions.filter { $0.id != execution.id }
        return conflicts.allSatisfy { conflict in
            let read = execution.step(conflict.step)?.effect?.read
            return others.contains { other in other.called.contains { other.step($0)?.effect?.read == read } }
        }
    }

    /// The same news under another id, or the next news of the same finding.
    private static func delivery(_ stage: Stage, _ dice: inout Dice) -> [UInt8] {
        var event = stage.incident.event.object ?? [:]
        event["id"] = .string("delivery-\(dice.next())")
        return Array(JSONValue.object(event).description.utf8)
    }

    /// What is broken once the faults are over and the event has come often enough.
    private func ending(_ stage: Stage, _ dice: inout Dice) async throws -> [String] {
        stage.aws.recover()
        for _ in 1...3 {
            stage.aws.clock.advance(3_700)
            _ = try? await stage.responder("last").respond(to: Self.delivery(stage, &dice))
        }
        // What a process left in the middle, and no event asks for any more, is gone on with all the same.
        _ = try await stage.responder("tending").tend()
        var complaints = try await Audit(stage: stage).complaints
        guard dice.happens(50) else { return complaints }
        stage.aws.clock.advance(600)
        var refused: [String] = []
        // Of two that changed the same thing, the later one is to be taken back first.
        for _ in 1...3 {
            refused = []
            for execution in try await stage.executions.reversed()
            where execution.isUndoable || !execution.doubtful.isEmpty {
                switch try await stage.undoer().undo(execution.id, by: "anna", isForced: false) {
                case .undone, .nothingToUndo: continue
                case .refused(let conflicts) where try await isShared(conflicts, execution, stage): continue
                case let ending: refused.append("The undo of \(execution.id) ends: \(ending)")
                }
            }
        }
        complaints += refused
        complaints += stage.projection.differences(from: stage.originalProjection).map { "After all undos: \($0)" }
        return complaints
    }
}

/// A process that may die at a call or at an operation of the journal.
private struct Worker: Sendable {
    let stage: Stage
    let name: String
    let deathAtOperation: Int
    let isPerformed: Bool

    init(stage: Stage, name: String, dice: inout Dice) {
        self.stage = stage
        // Each life is an owner of its own, as a process that starts anew is.
        self.name = "\(name)-\(dice.next())"
        deathAtOperation = dice.happens(25) ? dice.number(1...60) : .max
        isPerformed = dice.happens(50)
    }

    func take(_ event: [UInt8], _ meanwhile: [InterruptedAccess.Moment: @Sendable () async -> Void] = [:]) async {
        let life = Life()
        let journal = MortalJournal(stage.journal, life: life, dyingAt: deathAtOperation, isPerformed: isPerformed)
        let access = InterruptedAccess(stage.access(life), meanwhile)
        // A process without its lease or its life stops with an error; the next delivery goes on.
        _ = try? await stage.responder(name, journal: journal, life: life, access: access).respond(to: event)
    }
}
