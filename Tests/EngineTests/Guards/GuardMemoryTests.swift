import AWSClient
import JournalContract
import SQLiteStore
import Testing

@testable import Engine

@Suite struct GuardMemoryTests {
    private static let now = 1_800_000_000.0
    private static let day = 86_400.0

    private func plan(_ execution: String, at time: Double, in journal: some Journal) async throws {
        _ = try await journal.append(
            try JournalContract.planned("contain"), to: execution, at: ISO8601.format(time))
    }

    private func executions(
        _ memory: GuardMemory, within horizon: Double = day, now: Double = now
    ) async throws -> [String] {
        try await memory.plans(within: horizon, now: now).map(\.execution)
    }

    @Test("what others plan meanwhile is seen, what is old is not, and another horizon has its own")
    func plans() async throws {
        let journal = try SQLiteJournal.empty()
        let memory = GuardMemory(journal: journal)
        try await plan("a", at: Self.now - 2 * Self.day, in: journal)
        try await plan("b", at: Self.now - 100, in: journal)
        #expect(try await executions(memory) == ["b"])
        try await plan("c", at: Self.now - 50, in: journal)
        #expect(try await executions(memory) == ["b", "c"])
        #expect(try await executions(memory, within: 3 * Self.day) == ["a", "b", "c"])
        #expect(try await executions(memory, now: Self.now + 2 * Self.day).isEmpty)
    }

    @Test("whoever's clock is put back reads again what was forgotten")
    func clock() async throws {
        let journal = try SQLiteJournal.empty()
        let memory = GuardMemory(journal: journal)
        try await plan("a", at: Self.now - Self.day, in: journal)
        try await plan("b", at: Self.now, in: journal)
        #expect(try await executions(memory, now: Self.now + 3 * Self.day).isEmpty)
        #expect(try await executions(memory) == ["a", "b"])
        #expect(try await executions(memory) == ["a", "b"])
    }

    @Test("many at once see each plan once")
    func concurrent() async throws {
        let journal = try SQLiteJournal.empty()
        let memory = GuardMemory(journal: journal)
        for number in 0..<20 {
            try await plan("e\(number)", at: Self.now, in: journal)
            try await withThrowingTaskGroup(of: [String].self) { group in
                for reader in 0..<8 {
                    // Clocks that differ, as those of tasks do that were held up.
                    group.addTask { try await executions(memory, now: Self.now + Double(reader)) }
                }
                for try await seen in group { #expect(seen == (0...number).map { "e\($0)" }) }
            }
        }
    }

    @Test("what was held is read once, whoever wrote it, and a day that is forgotten is read again")
    func held() async throws {
        let journal = try SQLiteJournal.empty()
        let memory = GuardMemory(journal: journal)
        for day in 1...6 {
            _ = try await journal.append(
                .gathered(Records.gathered("e\(day)", "x")), to: Register.holds(day), at: ISO8601.format(Self.now))
            #expect(try await memory.held(onDay: day).map(\.held.execution) == ["e\(day)"])
        }
        _ = try await journal.append(
            .gathered(Records.gathered("late", "y")), to: Register.holds(1), at: ISO8601.format(Self.now))
        for _ in 1...2 { #expect(try await memory.held(onDay: 1).map(\.held.execution) == ["e1", "late"]) }
    }

    @Test("a plan that a journal in pages did not show with the one after it is seen later")
    func skipped() async throws {
        let journal = try SQLiteJournal.empty()
        let gappy = GappyJournal(journal)
        let memory = GuardMemory(journal: gappy)
        for name in ["a", "b", "c"] { try await plan(name, at: Self.now, in: journal) }
        gappy.hide(2)
        #expect(try await executions(memory) == ["a", "c"])
        gappy.hide(nil)
        #expect(try await executions(memory) == ["a", "b", "c"])
    }
}
