import SQLiteStore
import Testing

@testable import Engine

@Suite struct HoldsTests {
    private static let now = 1_800_000_000.0
    private static let time = "2027-01-15T08:00:00Z"

    @Test("the first of a cause and an hour tells, the others count")
    func first() async throws {
        let holds = Holds(journal: try SQLiteJournal.empty())
        func join(_ execution: String, _ cause: String, at now: Double = Self.now) async throws -> HoldGroup {
            try await holds.join(Records.gathered(execution, cause), at: Self.time, now: now)
        }
        #expect(try await join("a", "x") == HoldGroup(cause: "x", teller: "a", earlier: 0))
        #expect(try await join("b", "x") == HoldGroup(cause: "x", teller: "a", earlier: 1))
        #expect(try await join("c", "y") == HoldGroup(cause: "y", teller: "c", earlier: 0))
        #expect(try await join("a", "x") == HoldGroup(cause: "x", teller: "a", earlier: 0), "joins once")
        #expect(try await join("d", "x") == HoldGroup(cause: "x", teller: "a", earlier: 2))
        let next = Self.now + Holds.window
        #expect(try await join("e", "x", at: next) == HoldGroup(cause: "x", teller: "e", earlier: 3))
        #expect(try await holds.last(hours: 2, now: next).count == 5)
        #expect(try await holds.last(hours: 1, now: next).map(\.execution) == ["e"])
    }

    @Test("of many processes that hold for one cause at once, one tells")
    func concurrent() async throws {
        let journal = try SQLiteJournal.empty()
        let tellers = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<30 {
                group.addTask {
                    try await Holds(journal: journal).join(
                        Records.gathered("e\(number)", "x"), at: Self.time, now: Self.now
                    ).teller
                }
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
