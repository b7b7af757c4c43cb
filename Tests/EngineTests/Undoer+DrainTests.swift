import ActionKit
import JSON
import Synchronization
import Testing

@testable import Engine

/// An undo waits until nothing of the response can land behind it.
@Suite struct UndoerDrainTests {
    private let told = Told()

    private final class Told: Sendable {
        private let sentences = Mutex<[String]>([])
        var all: [String] { sentences.withLock { $0 } }
        func add(_ sentence: String) { sentences.withLock { $0.append(sentence) } }
    }

    private func undo(_ id: String, _ stage: Stage) async throws -> Bool {
        let ending = try await stage.undoer(progress: { [told] in told.add($0) }).undo(id, by: "p", isForced: false)
        guard case .undone = ending else { return false }
        return true
    }

    /// A response whose process dies right after the intent of its last step of containment.
    private func died() async throws -> (Stage, String) {
        let stage = try Stage()
        let journal = FaultyJournal(stage.journal)
        _ = try await stage.responder(journal: journal).respond(to: Sample.bytes(Sample.event()))
        for limit in 1...journal.count {
            let stage = try Stage()
            let journal = FaultyJournal(stage.journal, stoppingAt: limit, isLost: true)
            _ = try? await stage.responder(journal: journal, owner: "dying").respond(to: Sample.bytes(Sample.event()))
            let execution = try? await stage.newest()
            guard let execution, execution.steps(of: .contain).count > 2,
                case .intent(let step, _)? = try await stage.journal.entries(of: execution.id).last?.record,
                step.step == "set-state"
            else { continue }
            return (stage, execution.id)
        }
        throw Missing(what: "a response that dies after its last intent")
    }

    @Test("after a response that has ended there is nothing to wait for")
    func ended() async throws {
        let stage = try Stage()
        let id = try await stage.respond().execution
        let start = stage.clock.now
        #expect(try await undo(id, stage))
        #expect(stage.clock.now - start < 5)
        #expect(told.all.isEmpty)
    }

    @Test("it waits for the process that works on it, and says so once")
    func leased() async throws {
        let stage = try Stage()
        let id = try await stage.respond().execution
        let now = stage.clock.now
        #expect(try await stage.journal.claim(id, by: Stage.owner("other"), until: now + 50, now: now))
        #expect(try await undo(id, stage))
        #expect(stage.clock.now - now >= 50)
        #expect(told.all.count == 1)
        #expect(told.all.first?.contains("is being worked on") == true)
    }

    @Test("a call that nobody saw the end of has its time to land, and is taken back then")
    func landing() async throws {
        let (stage, id) = try await died()
        let start = stage.clock.now
        // The process has died: its right is given up at once.
        try await stage.journal.release(id, by: Stage.owner("dying"))
        let aws = stage.aws
        let undoer = Undoer(
            journal: stage.journal, access: aws,
            clock: EngineClock(
                now: { stage.clock.now },
                sleep: { duration in
                    try await stage.clock.engine.sleep(duration)
                    // The late call lands while the undo waits.
                    await aws.change { $0.tags[Sample.instance]?["state"] = "isolated" }
                }), owner: Stage.owner("u"), progress: { [told] in told.add($0) })
        guard case .undone = try await undoer.undo(id, by: "p", isForced: false) else {
            Issue.record("not undone")
            return
        }
        #expect(stage.clock.now - start >= Undoer.longestCall - 1)
        #expect(told.all.count == 1)
        #expect(told.all.first?.contains("may still have an effect") == true)
        #expect(await stage.aws.changes.last.map { $0.input["Tags"]?.array?.first?["Key"] } == "group")
        #expect(await stage.aws.complaints.isEmpty)
    }

    @Test("an old intent is not waited for")
    func old() async throws {
        let (stage, id) = try await died()
        stage.clock.advance(Undoer.longestCall + Responder.lease)
        let start = stage.clock.now
        #expect(try await undo(id, stage))
        #expect(stage.clock.now - start < 5)
        #expect(told.all.isEmpty)
    }

    @Test("who never ends is not waited for for ever")
    func endless() async throws {
        let stage = try Stage()
        let id = try await stage.respond().execution
        let now = stage.clock.now
        #expect(try await stage.journal.claim(id, by: Stage.owner("other"), until: .infinity, now: now))
        let changes = await stage.aws.changes.count
        await #expect(throws: JournalError.self) { _ = try await undo(id, stage) }
        #expect(stage.clock.now - now >= Undoer.patience)
        #expect(await stage.aws.changes.count == changes)
    }
}
