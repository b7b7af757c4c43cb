import AWSClient
import ActionKit
import JSON
import Testing

@testable import Engine

/// Looks after the end: what holds is noted, what does not is contained again and told.
@Suite struct ResponderSettlingTests {
    private func contained(_ stage: Stage) async throws -> String {
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == .contained)
        return response.execution
    }

    private func kinds(_ id: String, _ stage: Stage) async throws -> [String] {
        try await stage.journal.entries(of: id).map(\.record.kind)
    }

    private func open(_ stage: Stage, as state: String = "open") async {
        await stage.aws.change { $0.tags[Sample.instance]?["state"] = state }
    }

    private func expectClean(_ stage: Stage) async throws {
        #expect(await stage.aws.complaints.isEmpty)
        #expect(try await JournalAudit(stage.journal).report().breaches == [])
    }

    @Test("three looks, and no more, where everything holds")
    func holds() async throws {
        let stage = try Stage()
        let id = try await contained(stage)
        let changes = await stage.aws.changes.count
        #expect(try await stage.responder().tend() == [])
        for check in Settling.checks {
            stage.clock.advance(Double(check))
            let tended = try await stage.responder().tend()
            #expect(tended.map(\.kind) == [.settled])
            #expect(tended.map(\.check) == [check])
            #expect(try await stage.responder().tend() == [], "it is due once")
        }
        stage.clock.advance(100_000)
        #expect(try await stage.responder().tend() == [])
        #expect(try await kinds(id, stage).suffix(4) == ["closed", "settled", "settled", "settled"])
        #expect(await stage.aws.changes.count == changes)
        #expect(await stage.aws.published.count == 1)
        try await expectClean(stage)
    }

    @Test("what does not hold is done again, only that, and people are told", arguments: ["open", "odd"])
    func drifts(state: String) async throws {
        let stage = try Stage()
        let id = try await contained(stage)
        let changes = await stage.aws.changes.count
        await open(stage, as: state)
        stage.clock.advance(30)
        let tended = try await stage.responder().tend()
        #expect(tended.map(\.kind) == [.drifted])
        #expect(tended.first?.response?.conclusion.outcome == .contained)
        #expect(await stage.aws.state.tags[Sample.instance]?["state"] == "isolated")
        #expect(await stage.aws.changes.count == changes + 1)
        #expect(await stage.aws.published.count == 2)
        let message = try #require(await stage.aws.published.last)
        #expect(message.hasPrefix("drifted: Looked at again 30 s after its end: Set the tag state."))
        #expect(message.contains("1 of at most 3 times"))
        let execution = try await stage.execution(id)
        #expect(execution.isClosed && execution.isUndoable)
        #expect(
            try await kinds(id, stage).drop { $0 != "drifted" } == [
                "drifted", "intent", "observed", "concluded", "planned", "intent", "observed", "closed",
            ])
        try await expectClean(stage)
    }

    @Test("an undo after a repair gives back what there was before the response")
    func undoAfterRepair() async throws {
        let stage = try Stage()
        let origin = await stage.aws.state.tags
        let id = try await contained(stage)
        await open(stage, as: "odd")
        stage.clock.advance(30)
        _ = try await stage.responder().tend()
        guard case .undone = try await stage.undoer().undo(id, by: "anna", isForced: false) else {
            Issue.record("not undone")
            return
        }
        #expect(await stage.aws.state.tags == origin)
        #expect(await !stage.aws.state.isArchived, "the finding is open again too")
        stage.clock.advance(30)
        #expect(try await stage.responder().tend() == [])
        try await expectClean(stage)
    }

    @Test("after three repairs people must see to it")
    func thrice() async throws {
        let stage = try Stage()
        let id = try await contained(stage)
        for _ in 1...3 {
            await open(stage)
            stage.clock.advance(30)
            #expect(try await stage.responder().tend().first?.response?.conclusion.outcome == .contained)
        }
        let changes = await stage.aws.changes.count
        await open(stage)
        stage.clock.advance(30)
        let last = try #require(try await stage.responder().tend().first?.response)
        #expect(last.conclusion.outcome == .held)
        #expect(last.conclusion.why.contains("3 times already"))
        #expect(await stage.aws.changes.count == changes)
        #expect(await stage.aws.published.count == 5)
        stage.clock.advance(4_000)
        #expect(try await stage.responder().tend() == [])
        #expect(try await kinds(id, stage).filter { $0 == "drifted" }.count == 4)
        try await expectClean(stage)
    }

    @Test("what a person takes back, or has begun to, is not contained again")
    func undone() async throws {
        let stage = try Stage()
        let id = try await contained(stage)
        await stage.aws.fail(EC2.deleteTags, .refused(.accessDenied))
        guard case .failed = try await stage.undoer().undo(id, by: "anna", isForced: false) else {
            Issue.record("not begun")
            return
        }
        stage.clock.advance(4_000)
        let changes = await stage.aws.changes.count
        #expect(try await stage.responder().tend() == [])
        #expect(await stage.aws.changes.count == changes)
    }

    @Test("what cannot be read is read again, and after a while people are told")
    func unreadable() async throws {
        let stage = try Stage()
        let id = try await contained(stage)
        await stage.aws.failAlways(EC2.describeTags, .refused(.accessDenied))
        stage.clock.advance(30)
        #expect(try await stage.responder().tend().map(\.kind) == [.unread])
        #expect(await stage.aws.published.count == 1)
        stage.clock.advance(Responder.unreadPatience)
        let told = try await stage.responder().tend()
        #expect(told.map(\.kind) == [.drifted])
        #expect(told.first?.response?.conclusion.outcome == .held)
        #expect(await stage.aws.published.count == 2)
        await stage.aws.recover()
        await open(stage)
        stage.clock.advance(300)
        let repaired = try await stage.responder().tend()
        #expect(repaired.first?.response?.conclusion.outcome == .contained, "it is looked at again")
        #expect(try await stage.execution(id).drifts.count == 2)
        try await expectClean(stage)
    }

    @Test("a repair that fails is partial, told, and looked at again")
    func failingRepair() async throws {
        let stage = try Stage()
        _ = try await contained(stage)
        await open(stage)
        await stage.aws.failAlways(EC2.createTags, .refused(.invalidInput))
        stage.clock.advance(30)
        let failed = try #require(try await stage.responder().tend().first?.response)
        #expect(failed.conclusion.outcome == .partial)
        #expect(failed.conclusion.why.contains("Failed:"))
        #expect(await stage.aws.published.last?.hasPrefix("partial:") == true)
        try await expectClean(stage)
    }

    @Test("of two workers one looks")
    func twoWorkers() async throws {
        let stage = try Stage()
        _ = try await contained(stage)
        await open(stage)
        stage.clock.advance(30)
        let (one, two) = (stage.responder(owner: "one"), stage.responder(owner: "two"))
        async let first = one.tend()
        async let second = two.tend()
        let all = try await first + second
        #expect(all.count == 1)
        #expect(await stage.aws.published.count == 2)
        try await expectClean(stage)
    }

    @Test("what another execution has contained anew is that one's to look at")
    func superseded() async throws {
        let stage = try Stage(["test.mark", "test.notify"])
        let first = try await contained(stage)
        await stage.aws.change { $0.tags[Sample.instance]?["mark"] = nil }
        let second = try await contained(stage)
        #expect(first != second)
        await stage.aws.change { $0.tags[Sample.instance]?["mark"] = nil }
        stage.clock.advance(30)
        #expect(try await stage.responder().tend().map(\.execution) == [second])
    }

    @Test("a crash at any operation of a repair changes nothing of the end", arguments: [false, true])
    func crashes(_ isLost: Bool) async throws {
        func drifted() async throws -> Stage {
            let stage = try Stage()
            _ = try await contained(stage)
            await open(stage)
            stage.clock.advance(30)
            return stage
        }
        let whole = try await drifted()
        let counting = FaultyJournal(whole.journal)
        _ = try await whole.responder(journal: counting).tend()
        #expect(counting.count > 15)
        for limit in 1...counting.count {
            let stage = try await drifted()
            let journal = FaultyJournal(stage.journal, stoppingAt: limit, isLost: isLost)
            _ = try? await stage.responder(journal: journal, owner: "dying").tend()
            stage.clock.advance(Responder.lease + 1)
            _ = try await stage.responder(owner: "next").tend()
            let execution = try await stage.newest()
            #expect(execution.isClosed && execution.conclusion?.outcome == .contained, "operation \(limit)")
            #expect(await stage.aws.state == whole.aws.state, "operation \(limit)")
            #expect((2...3).contains(await stage.aws.published.count), "operation \(limit)")
            try await expectClean(stage)
        }
    }
}
