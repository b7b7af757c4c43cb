import AWSClient
import Engine
import Reliability
import SimulatedAWS

/// What happens to the real engine between its ports: what the promises are held against.
struct Play: Sendable {
    /// Deliveries of one event, and what comes in between.
    enum Plot: String, CaseIterable, Sendable {
        case delivered = "delivered twice"
        case crashed = "the process dies at an operation of the journal"
        case failing = "a call fails"
        case contested = "the event comes again at an operation of the journal"
        case overtaken = "another process takes over at an operation of the journal"
        case undone = "another process takes over at an operation of the journal, and a person takes it all back"
    }

    let incident: Incident
    var journal: @Sendable (any Journal) -> any Journal = { $0 }
    var access: @Sendable (any AccountAccess) -> any AccountAccess = { $0 }

    private static let lease = 61.0

    /// What is broken first, and where; nil when every promise is kept everywhere.
    func complaint(_ plot: Plot) async throws -> String? {
        let whole = try Stage(incident, .direct)
        let counter = PausedJournal(journal(whole.journal))
        _ = try? await responder(whole, "a", counter).respond(to: incident.bytes())
        let (operations, calls) = (max(counter.count, 1), max(whole.aws.history.count, 1))
        let sound = try Stage(incident, .direct)
        _ = try await sound.responder().respond(to: incident.bytes())
        switch plot {
        case .delivered:
            let stage = try Stage(incident, .direct)
            for owner in ["a", "b"] { _ = try? await responder(stage, owner).respond(to: incident.bytes()) }
            return try await complaints(stage, sound, messages: 1...1).first
        case .crashed:
            for place in 1...operations {
                for isPerformed in [false, true] {
                    let stage = try await crashed(at: place, isPerformed)
                    if let first = try await complaints(stage, sound).first { return "operation \(place): \(first)" }
                }
            }
        case .failing:
            for index in 1...calls {
                for error in [ErrorClass.accessDenied, .timeoutAfterEffect] {
                    let stage = try Stage(incident, .direct)
                    stage.aws.failing(call: index, with: error)
                    _ = try? await responder(stage, "a").respond(to: incident.bytes())
                    let found = try await Audit(stage: stage).complaints + breaches(stage)
                    if let first = found.first { return "\(error) at call \(index): \(first)" }
                }
            }
        case .contested, .overtaken, .undone:
            for place in 1...operations {
                let found = try await overtaken(at: place, plot, sound)
                if let first = found.first { return "operation \(place): \(first)" }
            }
        }
        return nil
    }

    private func responder(
        _ stage: Stage, _ owner: String, _ own: (any Journal)? = nil, _ life: Life = Life()
    ) -> Responder {
        let base = stage.responder(owner, life: life)
        return Responder(
            playbook: base.playbook, catalog: base.catalog, journal: own ?? journal(stage.journal),
            access: access(base.access), clock: base.clock, settings: base.settings)
    }

    private func crashed(at place: Int, _ isPerformed: Bool) async throws -> Stage {
        let (stage, life) = (try Stage(incident, .direct), Life())
        let mortal = MortalJournal(journal(stage.journal), life: life, dyingAt: place, isPerformed: isPerformed)
        _ = try? await responder(stage, "dying", mortal, life).respond(to: incident.bytes())
        stage.aws.clock.advance(Self.lease)
        _ = try? await responder(stage, "next").respond(to: incident.bytes())
        return stage
    }

    /// The first process stands still before an operation, and goes on when the others are through.
    private func overtaken(at place: Int, _ plot: Plot, _ sound: Stage) async throws -> [String] {
        let stage = try Stage(incident, .direct)
        let paused = PausedJournal(journal(stage.journal), before: place) {
            if plot != .contested { stage.aws.clock.advance(Self.lease) }
            let other = responder(stage, "b")
            _ = try? await other.respond(to: incident.bytes())
            guard plot == .undone, let id = try? await stage.journal.executions(newest: 1).first else { return }
            let undoer = Undoer(
                journal: other.journal, access: other.access, clock: other.clock, owner: other.settings.owner)
            _ = try? await undoer.undo(id, by: "anna", isForced: false)
        }
        _ = try? await responder(stage, "a", paused).respond(to: incident.bytes())
        guard plot == .undone else { return try await complaints(stage, sound) }
        return try await breaches(stage)
            + stage.projection.differences(from: stage.originalProjection).map { "After the undo: \($0)" }
    }

    private func complaints(
        _ stage: Stage, _ sound: Stage, messages: ClosedRange<Int> = 1...2
    ) async throws -> [String] {
        var found = try await Audit(stage: stage).complaints + breaches(stage)
        let executions = try await stage.executions
        if executions.count != 1 { found.append("There are \(executions.count) executions.") }
        if let outcome = executions.last?.conclusion?.outcome, outcome != .contained {
            found.append("It ends as \(outcome.rawValue).")
        }
        found += stage.projection.differences(from: sound.projection).map { "Not as without it: \($0)" }
        if !messages.contains(stage.messages) { found.append("People are told \(stage.messages) times.") }
        return found
    }

    /// What the audit of journals says; an undo may end an execution in its place.
    private func breaches(_ stage: Stage) async throws -> [String] {
        let report = try await JournalAudit(stage.journal).report()
        var open: [String] = []
        for execution in try await stage.executions where !execution.isClosed && !execution.isUndoBegun {
            open.append("\(execution.id) has not ended.")
        }
        return report.breaches.map { "\($0.promise.rawValue): \($0.why)" } + open
            + (report.chain.firstBroken == nil ? [] : ["The chain is broken."])
    }
}
