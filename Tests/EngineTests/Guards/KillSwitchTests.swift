import AWSClient
import ActionKit
import SQLiteStore
import Synchronization
import Testing

@testable import Engine

@Suite struct KillSwitchTests {
    private static let time = "2027-01-15T08:00:00Z"

    @Test("the last word counts, and every process of the journal sees it")
    func lastWord() async throws {
        let journal = try SQLiteJournal.empty()
        let (one, other) = (KillSwitch(journal: journal), KillSwitch(journal: journal))
        #expect(try await one.state() == .running)
        #expect(await one.reason() == nil)
        try await one.halt(by: "ann", reason: "it isolates production", at: Self.time)
        #expect(try await other.state() == .halted(by: "ann", reason: "it isolates production", since: Self.time))
        #expect(await other.reason()?.contains("ann") == true)
        try await other.resume(by: "bob", at: Self.time)
        #expect(await one.reason() == nil)
    }

    @Test("what the host says halts too, and a journal that cannot be read halts")
    func closed() async throws {
        let journal = try SQLiteJournal.empty()
        #expect(await KillSwitch(journal: journal, host: { "a file is there." }).reason()?.contains("a file") == true)
        let broken = FaultyJournal(journal, stoppingAt: 1)
        #expect(await KillSwitch(journal: broken).reason()?.contains("counts as halted") == true)
    }

    @Test(
        "a setting that is no clear no is a yes",
        arguments: [
            (nil, false), ("", false), ("false", false), ("FALSE", false), ("true", true), ("0", true), ("no", true),
        ])
    func setting(_ text: String?, _ isHalted: Bool) {
        #expect((HaltSetting.reason(text, named: "X") != nil) == isHalted)
    }

    /// The host's switch goes on when it has been asked so many times.
    private func halting(after count: Int) -> @Sendable () -> String? {
        let asked = Counter()
        return { asked.next() > count ? "stop." : nil }
    }

    private final class Counter: Sendable {
        private let count = Mutex(0)

        func next() -> Int {
            count.withLock { count in
                count += 1
                return count
            }
        }
    }

    @Test("no change is made after the switch goes on, wherever a response is then", arguments: 0...5)
    func everyPoint(_ count: Int) async throws {
        let stage = try Stage(["test.isolate", "test.archive", "test.report", "test.notify"])
        let responder = stage.responder(halted: halting(after: count))
        let response = try await stage.first(responder.respond(to: Sample.bytes(Sample.event())))
        // It is asked once before the plan, then before each of three steps, the archive and the report.
        let outcomes: [Outcome] = [.held, .held, .partial, .partial, .partial, .partial]
        #expect(response.conclusion.outcome == outcomes[count], "\(response.conclusion.why)")
        #expect(response.conclusion.why.contains("Quell is halted"))
        #expect(await stage.aws.changes.count == max(0, count - 1))
        #expect(await !stage.aws.published.isEmpty, "people are told")
        #expect(await stage.aws.complaints.isEmpty)
        #expect(try await stage.newest().isClosed)
    }

    @Test("what was changed before a halt can be undone while it lasts")
    func undo() async throws {
        let stage = try Stage()
        let before = await stage.aws.state.tags
        let response = try await stage.respond()
        try await KillSwitch(journal: stage.journal).halt(by: "ann", reason: nil, at: Self.time)
        guard case .undone = try await stage.undoer().undo(response.execution, by: "ann", isForced: false) else {
            Issue.record("not undone")
            return
        }
        #expect(await stage.aws.state.tags == before)
    }

    @Test("after the halt the same event is answered")
    func again() async throws {
        let stage = try Stage()
        let killSwitch = KillSwitch(journal: stage.journal)
        try await killSwitch.halt(by: "ann", reason: nil, at: Self.time)
        #expect(try await stage.respond().conclusion.outcome == .held)
        #expect(await stage.aws.changes.isEmpty)
        try await killSwitch.resume(by: "ann", at: Self.time)
        #expect(try await stage.respond().conclusion.outcome == .contained)
    }
}
