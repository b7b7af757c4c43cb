import AWSClient
import SQLiteStore
import Testing

@testable import Engine

@Suite struct HoldsTests {
    /// Half an hour before a full hour, and twelve before midnight.
    private static let now = 1_800_000_000.0 + 4 * 3_600 - 1_800

    private static func join(
        _ holds: Holds, _ execution: String, _ cause: String = "x", at now: Double = Self.now
    ) async throws -> HoldGroup {
        try await holds.join(Records.gathered(execution, cause), at: ISO8601.format(now), now: now)
    }

    @Test("the first of a cause tells for an hour, the others count")
    func first() async throws {
        let holds = Holds(journal: try SQLiteJournal.empty())
        #expect(try await Self.join(holds, "a") == HoldGroup(cause: "x", teller: "a", earlier: 0))
        #expect(try await Self.join(holds, "b") == HoldGroup(cause: "x", teller: "a", earlier: 1))
        #expect(try await Self.join(holds, "c", "y") == HoldGroup(cause: "y", teller: "c", earlier: 0))
        #expect(try await Self.join(holds, "a") == HoldGroup(cause: "x", teller: "a", earlier: 0), "joins once")
        #expect(try await Self.join(holds, "d") == HoldGroup(cause: "x", teller: "a", earlier: 2))
        let later = Self.now + Holds.window - 1
        #expect(try await Self.join(holds, "e", at: later).teller == "a", "a full hour in between changes nothing")
        let next = Self.now + Holds.window
        #expect(try await Self.join(holds, "f", at: next) == HoldGroup(cause: "x", teller: "f", earlier: 4))
        #expect(try await Self.join(holds, "g", at: next + 60).teller == "f")
        #expect(try await Self.join(holds, "a", at: next + 60) == HoldGroup(cause: "x", teller: "f", earlier: 6))
        #expect(try await holds.last(hours: 2, now: next + 60).count == 8)
        #expect(try await holds.last(hours: 1, now: next + 60).map(\.execution) == ["e", "f", "g", "a"])
    }

    @Test("a day begins anew, and still counts what was before")
    func midnight() async throws {
        let holds = Holds(journal: try SQLiteJournal.empty())
        let midnight = (Self.now / 86_400).rounded(.up) * 86_400
        #expect(try await Self.join(holds, "a", at: midnight - 1).teller == "a")
        #expect(
            try await Self.join(holds, "b", at: midnight + 1) == HoldGroup(cause: "x", teller: "b", earlier: 1))
    }

    @Test("a clock that was hours ahead does not keep others silent")
    func wrongClock() async throws {
        let holds = Holds(journal: try SQLiteJournal.empty())
        #expect(try await Self.join(holds, "a", at: Self.now + 5 * Holds.window).teller == "a")
        #expect(try await Self.join(holds, "b").teller == "b")
        #expect(try await Self.join(holds, "c").teller == "b")
    }

    @Test("of many processes that hold for one cause at once, one tells")
    func concurrent() async throws {
        let journal = try SQLiteJournal.empty()
        let tellers = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<30 {
                group.addTask { try await Self.join(Holds(journal: journal), "e\(number)").teller }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(tellers.count == 1)
    }

    @Test("what has one cause is one group, the largest first")
    func groups() {
        let held = [("a", "x"), ("b", "y"), ("c", "y"), ("b", "y")].map { Records.gathered($0.0, $0.1) }
        let groups = HeldTogether.groups(held)
        #expect(groups.map(\.cause) == ["y", "x"])
        #expect(groups.first?.executions == ["b", "c"])
        #expect(groups.first?.summary == "2 × test.mark held, one cause")
    }
}
