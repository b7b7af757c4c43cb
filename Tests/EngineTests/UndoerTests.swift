import AWSClient
import ActionKit
import JSON
import Testing

@testable import Engine

@Suite struct UndoerTests {
    /// A contained instance, and what it was before.
    private func contained(_ respond: [String] = ["test.isolate"]) async throws -> (Stage, String, FakeAWS.State) {
        let stage = try Stage(respond)
        let before = await stage.aws.state
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == .contained)
        return (stage, response.execution, before)
    }

    @Test("invariant 12: apply and undo leave the resource as it was")
    func identity() async throws {
        let (stage, id, before) = try await contained(["test.isolate", "test.archive"])
        let ending = try await stage.undoer().undo(id, by: "p", isForced: false)
        #expect(
            ending
                == .undone([
                    "Taken back: Archive the finding.", "Taken back: Set the tag state.",
                    "Taken back: Set the tag group.",
                ]))
        let after = await stage.aws.state
        #expect(after.tags == before.tags)
        #expect(!after.isArchived)
        #expect(await stage.aws.complaints.isEmpty)
        #expect(try await stage.execution(id).isUndone)
    }

    @Test("a second undo does nothing and says so")
    func twice() async throws {
        let (stage, id, _) = try await contained()
        _ = try await stage.undoer().undo(id, by: "p", isForced: false)
        let writes = await stage.aws.writes.count
        let ending = try await stage.undoer(owner: "v").undo(id, by: "p", isForced: false)
        #expect(ending == .nothingToUndo("Execution \(id) was taken back before."))
        #expect(await stage.aws.writes.count == writes)
    }

    @Test("invariant 12: a change by somebody else is shown in three values, and nothing is changed")
    func conflict() async throws {
        let (stage, id, _) = try await contained()
        await stage.aws.change { $0.tags[Sample.instance]?["state"] = "forensics" }
        let (state, writes) = (await stage.aws.state, await stage.aws.writes.count)
        let ending = try await stage.undoer().undo(id, by: "p", isForced: false)
        guard case .refused(let conflicts) = ending, let conflict = conflicts.first else {
            Issue.record("not refused: \(ending)")
            return
        }
        #expect(conflicts.count == 1)
        #expect((conflict.before, conflict.left, conflict.live) == (["open"], ["isolated"], ["forensics"]))
        #expect(await stage.aws.state == state)
        #expect(await stage.aws.writes.count == writes)
        #expect(try await !stage.execution(id).isUndone)
    }

    @Test("a forced undo takes back what somebody else has changed, too")
    func forced() async throws {
        let (stage, id, before) = try await contained()
        await stage.aws.change { $0.tags[Sample.instance]?["state"] = "forensics" }
        _ = try await stage.undoer().undo(id, by: "p", isForced: true)
        #expect(await stage.aws.state.tags == before.tags)
    }

    @Test("what is back already is not called for")
    func backAlready() async throws {
        let (stage, id, before) = try await contained()
        await stage.aws.change { $0.tags[Sample.instance]?["state"] = "open" }
        let changes = await stage.aws.changes.count
        let ending = try await stage.undoer().undo(id, by: "p", isForced: false)
        #expect(ending == .undone(["Back already: Set the tag state.", "Taken back: Set the tag group."]))
        #expect(await stage.aws.state.tags == before.tags)
        #expect(await stage.aws.changes.count == changes + 1, "only the group's tag")
        let words = try await Story.all(about: id, in: stage.journal, newest: 100).stories.flatMap(\.lines).map(\.words)
        #expect(words.contains { $0.hasPrefix("Back already: Set the tag state.") })
        #expect(words.contains { $0.hasPrefix("Taken back: Set the tag group.") })
    }

    @Test("a thing that is gone is a conflict when it was there before")
    func gone() async throws {
        let (stage, id, _) = try await contained()
        await stage.aws.failAlways(EC2.describeTags, .refused(.notFound))
        guard case .refused(let conflicts) = try await stage.undoer().undo(id, by: "p", isForced: false) else {
            Issue.record("not refused")
            return
        }
        #expect(conflicts.allSatisfy { $0.live == .null })
    }

    @Test("a state that cannot be read is not changed")
    func unreadable() async throws {
        let (stage, id, _) = try await contained()
        let state = await stage.aws.state
        await stage.aws.failAlways(EC2.describeTags, .refused(.accessDenied))
        guard case .failed(_, let why, let undone) = try await stage.undoer().undo(id, by: "p", isForced: false) else {
            Issue.record("not failed")
            return
        }
        #expect(why.contains("cannot be read"))
        #expect(undone.isEmpty)
        #expect(await stage.aws.state == state)
    }

    @Test("a half undo goes on where it stopped")
    func half() async throws {
        let (stage, id, before) = try await contained()
        await stage.aws.fail(EC2.deleteTags, .refused(.accessDenied))
        guard case .failed(_, _, let undone) = try await stage.undoer().undo(id, by: "p", isForced: false) else {
            Issue.record("not failed")
            return
        }
        #expect(undone == ["Taken back: Set the tag state."])
        let ending = try await stage.undoer().undo(id, by: "p", isForced: false)
        #expect(ending == .undone(["Taken back: Set the tag group."]))
        #expect(await stage.aws.state.tags == before.tags)
    }

    @Test("an error after the effect is no failure")
    func lost() async throws {
        let (stage, id, before) = try await contained()
        await stage.aws.fail(EC2.createTags, .lost(.timedOut))
        guard case .undone = try await stage.undoer().undo(id, by: "p", isForced: false) else {
            Issue.record("not undone")
            return
        }
        #expect(await stage.aws.state.tags == before.tags)
    }

    @Test("a change that came after its step had failed is taken back")
    func late() async throws {
        let stage = try Stage(["test.mark"])
        await stage.aws.setLag(1_000)
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == .failed)
        #expect(response.conclusion.why.hasPrefix("No change was seen to work."))
        await stage.aws.settle()
        #expect(await stage.aws.state.tags[Sample.instance]?["mark"] == "bad")
        let ending = try await stage.undoer().undo(response.execution, by: "p", isForced: false)
        #expect(ending == .undone(["Taken back: Set the tag mark."]))
        #expect(await stage.aws.state.tags[Sample.instance]?["mark"] == nil)
    }

    @Test("a failed step whose state cannot be read stops the undo, and is not called taken back")
    func unreadableLate() async throws {
        let stage = try Stage(["test.mark"])
        await stage.aws.setLag(1_000)
        let id = try await stage.respond().execution
        await stage.aws.settle()
        await stage.aws.failAlways(EC2.describeTags, .refused(.accessDenied))
        guard case .failed(_, let why, []) = try await stage.undoer().undo(id, by: "p", isForced: false) else {
            Issue.record("the undo did not fail")
            return
        }
        #expect(why.contains("cannot be read"))
        await stage.aws.recover()
        #expect(
            try await stage.undoer().undo(id, by: "p", isForced: false) == .undone(["Taken back: Set the tag mark."]))
    }

    @Test("a dry run answers as the undo would, and writes neither to AWS nor to the journal")
    func dryRun() async throws {
        let stage = try Stage(["test.mark"])
        let id = try await stage.respond().execution
        let changes = await stage.aws.changes
        let records = try await stage.execution(id)
        guard case .wouldUndo(let sentences) = try await stage.undoer().preview(id) else {
            Issue.record("there is something to undo")
            return
        }
        #expect(sentences.count == 1 && sentences[0].hasPrefix("Would take back: Set the tag mark. (ec2:DeleteTags"))
        #expect(await stage.aws.changes == changes)
        #expect(try await stage.execution(id) == records)
        await stage.aws.change { $0.tags[Sample.instance]?["mark"] = "else" }
        guard case .refused = try await stage.undoer().preview(id) else {
            Issue.record("somebody else's change is not seen")
            return
        }
    }

    @Test("an execution in memory is the one its journal tells of")
    func sameAsJournal() async throws {
        let stage = try Stage()
        await stage.aws.fail(EC2.createTags, .refused(.throttled), .refused(.accessDenied))
        let response = try await stage.respond()
        #expect(try await stage.execution(response.execution).response() == response)
    }

    @Test("there is nothing to undo where nothing was changed")
    func nothing() async throws {
        let stage = try Stage(["test.mark"])
        await stage.aws.failAlways(EC2.createTags, .refused(.accessDenied))
        let id = try await stage.respond().execution
        guard case .nothingToUndo = try await stage.undoer().undo(id, by: "p", isForced: false) else {
            Issue.record("something was undone")
            return
        }
        #expect(try await !stage.execution(id).isUndone)
    }

    @Test("an execution that is not there is refused with advice")
    func unknown() async throws {
        let error = await #expect(throws: JournalError.self) {
            _ = try await Stage().undoer().undo("nope", by: "p", isForced: false)
        }
        #expect(error?.kind == .unknownExecution)
    }

    @Test("an execution that another process works on is not touched")
    func leased() async throws {
        let (stage, id, _) = try await contained()
        let now = stage.clock.now
        #expect(try await stage.journal.claim(id, by: Stage.owner("other"), until: now + 10_000, now: now))
        let writes = await stage.aws.writes.count
        let error = await #expect(throws: JournalError.self) {
            _ = try await stage.undoer().undo(id, by: "p", isForced: false)
        }
        #expect(error?.kind == .unavailable)
        #expect(await stage.aws.writes.count == writes)
    }
}
