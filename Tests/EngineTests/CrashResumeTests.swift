import AWSClient
import ActionKit
import JSON
import Testing

@testable import Engine

/// Stops the engine at every operation of the journal in turn, before and after it is performed, and starts it again.
///
/// Every call to AWS stands between two of these operations, so this is every place where a process can die.
@Suite struct CrashResumeTests {
    private static let event = Sample.bytes(Sample.event())

    /// A response without a crash: how many operations the journal sees, and how everything ends.
    private struct Whole {
        let stage: Stage
        let operations: Int
        let outcome: Outcome?

        init(topic: String? = Stage.topic) async throws {
            stage = try Stage()
            let journal = FaultyJournal(stage.journal)
            _ = try await stage.responder(journal: journal, topic: topic).respond(to: CrashResumeTests.event)
            operations = journal.count
            outcome = try await stage.newest().conclusion?.outcome
        }
    }

    /// A response that dies at an operation, and one that takes over an expired lease.
    private func crashed(at limit: Int, _ isLost: Bool, topic: String? = Stage.topic) async throws -> Stage {
        let stage = try Stage()
        let journal = FaultyJournal(stage.journal, stoppingAt: limit, isLost: isLost)
        await #expect(throws: JournalError.self, "operation \(limit)") {
            _ = try await stage.responder(journal: journal, owner: "dying", topic: topic).respond(to: Self.event)
        }
        stage.clock.advance(Responder.lease + 1)
        _ = try await stage.responder(owner: "next", topic: topic).respond(to: Self.event)
        return stage
    }

    @Test(
        "invariant 13: after a crash at any point the end is the same, and nothing is written twice",
        arguments: [
            false, true,
        ])
    func everyPoint(_ isLost: Bool) async throws {
        let whole = try await Whole()
        #expect(whole.outcome == .contained)
        #expect(whole.operations > 20)
        let changes = await whole.stage.aws.changes
        for limit in 1...whole.operations {
            let stage = try await crashed(at: limit, isLost)
            let what = "\(isLost ? "after" : "before") operation \(limit)"
            let execution = try await stage.newest()
            #expect(execution.isClosed, "\(what)")
            #expect(execution.conclusion?.outcome == whole.outcome, "\(what)")
            #expect(await stage.aws.state == whole.stage.aws.state, "\(what)")
            #expect(await stage.aws.changes == changes, "\(what): each change once")
            #expect((1...2).contains(await stage.aws.published.count), "\(what): told once or, after a crash, twice")
            #expect(await stage.aws.complaints.isEmpty, "\(what)")
            #expect(try await stage.journal.verify().firstBroken == nil, "\(what)")
            #expect(try await stage.journal.executions(newest: 10).count == 1, "\(what)")
        }
    }

    @Test("invariant 12: what was done before and after a crash is taken back whole", arguments: [false, true])
    func undoAfterCrash(_ isLost: Bool) async throws {
        let whole = try await Whole()
        for limit in 1...whole.operations {
            let stage = try await crashed(at: limit, isLost)
            let id = try await stage.newest().id
            let ending = try await stage.undoer().undo(id, by: "p", isForced: false)
            guard case .undone(let sentences) = ending else {
                Issue.record("operation \(limit): \(ending)")
                continue
            }
            #expect(sentences.count == 3, "operation \(limit)")
            #expect(await stage.aws.state.tags == FakeAWS.State().tags, "operation \(limit)")
        }
    }

    @Test(
        "invariant 4: after a crash an untold finding stays open, and the outcome is partial", arguments: [false, true])
    func untold(_ isLost: Bool) async throws {
        let whole = try await Whole(topic: nil)
        #expect(whole.outcome == .partial)
        for limit in 1..<whole.operations {
            let stage = try await crashed(at: limit, isLost, topic: nil)
            let first = try await stage.journal.executions(newest: 10).last ?? ""
            #expect(try await stage.execution(first).conclusion?.outcome == .partial, "operation \(limit)")
            #expect(await !stage.aws.state.isArchived, "operation \(limit)")
        }
    }

    @Test("invariant 13: an undo that dies at any point is ended by the next one", arguments: [false, true])
    func undo(_ isLost: Bool) async throws {
        let whole = try await Whole()
        let counter = FaultyJournal(whole.stage.journal)
        _ = try await whole.stage.undoer(journal: counter).undo(whole.stage.newest().id, by: "p", isForced: false)
        for limit in 1...counter.count {
            let stage = try await Whole().stage
            let id = try await stage.newest().id
            let journal = FaultyJournal(stage.journal, stoppingAt: limit, isLost: isLost)
            await #expect(throws: JournalError.self, "operation \(limit)") {
                _ = try await stage.undoer(journal: journal, owner: "dying").undo(id, by: "p", isForced: false)
            }
            stage.clock.advance(Responder.lease + 1)
            _ = try await stage.undoer(owner: "next").undo(id, by: "p", isForced: false)
            #expect(await stage.aws.state == whole.stage.aws.state, "operation \(limit)")
            #expect(await stage.aws.changes == whole.stage.aws.changes, "operation \(limit): each change once")
            #expect(try await stage.execution(id).isUndone, "operation \(limit)")
            #expect(await stage.aws.complaints.isEmpty, "operation \(limit)")
        }
    }

    @Test("what a person takes back after a crash is not carried on with", arguments: [false, true])
    func undoInsteadOfResume(_ isLost: Bool) async throws {
        let whole = try await Whole()
        for limit in 1...whole.operations {
            let stage = try Stage()
            let journal = FaultyJournal(stage.journal, stoppingAt: limit, isLost: isLost)
            await #expect(throws: JournalError.self) {
                _ = try await stage.responder(journal: journal, owner: "dying").respond(to: Self.event)
            }
            stage.clock.advance(Responder.lease + 1)
            guard let id = try await stage.journal.executions(newest: 1).first else { continue }
            guard case .undone = try await stage.undoer().undo(id, by: "p", isForced: false) else { continue }
            let changes = await stage.aws.changes
            _ = try await stage.responder(owner: "next").respond(to: Self.event)
            #expect(await stage.aws.changes == changes, "operation \(limit)")
            #expect(await stage.aws.state.tags == FakeAWS.State().tags, "operation \(limit)")
        }
    }
}
