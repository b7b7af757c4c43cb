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
        var complaints = Complaints()
        complaints.add(try await ending(stage, &dice), at: "seed \(seed)", of: setting.incident.name)
        return complaints
    }

    private static func behavior(_ dice: inout Dice) -> Behavior {
        var behavior = Behavior()
        behavior.latency = dice.seconds(0.005...0.5)
        if dice.happens(40) { behavior.readingDelay = ["ec2": dice.seconds(0...6), "iam": dice.seconds(0...6)] }
        if dice.happens(20) { behavior.authorizationDelay = dice.seconds(0...4) }
        if dice.happens(20) { behavior.pageSize = dice.number(1...3) }
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

    /// The same news under another id, or the next news of the same finding.
    private static func delivery(_ stage: Stage, _ dice: inout Dice) -> [UInt8] {
        var event = stage.incident.event.object ?? [:]
        event["id"] = .string("delivery-\(dice.next())")
        return Array(JSONValue.object(event).description.utf8)
    }

    /// What is broken once the faults are over and the event has come often enough.
    private func ending(_ stage: Stage, _ dice: inout Dice) async throws -> [String] {
        for _ in 1...3 {
            stage.aws.clock.advance(3_700)
            _ = try? await stage.responder("last").respond(to: Self.delivery(stage, &dice))
        }
        var complaints = try await Audit(stage: stage).complaints
        guard dice.happens(50) else { return complaints }
        stage.aws.clock.advance(600)
        for execution in try await stage.executions.reversed() where execution.isUndoable {
            let ending = try await stage.undoer().undo(execution.id, by: "anna", isForced: false)
            switch ending {
            case .undone, .nothingToUndo: continue
            case .wouldUndo, .refused, .failed: complaints.append("The undo of \(execution.id) ends: \(ending)")
            }
        }
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
