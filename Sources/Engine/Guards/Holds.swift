/// Gathers what guards hold, so that people are told once an hour for each cause, and not once for each finding.
package struct Holds: Sendable {
    /// How long who told people of a cause tells them for all others, in seconds.
    static let window = 3_600.0
    /// What one register holds, in seconds.
    private static let day = 86_400.0

    private let journal: any Journal
    private let memory: GuardMemory

    package init(journal: any Journal) { self.init(journal: journal, memory: GuardMemory(journal: journal)) }

    init(journal: any Journal, memory: GuardMemory) { (self.journal, self.memory) = (journal, memory) }

    /// Adds an execution, once an hour, and answers whom it stands with.
    ///
    /// The order of the journal decides who comes first, also between processes.
    func join(_ held: Gathered, at time: String, now: Double) async throws(JournalError) -> HoldGroup {
        let day = Int(now / Self.day)
        func ours(_ entry: HeldEntry) -> Bool {
            entry.held.execution == held.execution && entry.held.cause == held.cause && Self.isNear(entry.time, now)
        }
        var today = try await memory.held(onDay: day)
        if !today.contains(where: ours) {
            try await journal.append(.gathered(held), to: Register.holds(day), at: time)
            today = try await memory.held(onDay: day)
        }
        let own = today.first(where: ours)?.sequence ?? .max
        let earlier = try await entries(since: now - 2 * Self.window, now: now).count {
            $0.held.cause == held.cause && $0.sequence < own
        }
        let until = today.filter { $0.held.cause == held.cause && $0.sequence <= own }
        return HoldGroup(cause: held.cause, teller: Self.teller(for: until) ?? held.execution, earlier: earlier)
    }

    /// Who tells people for the last of these: the first does, and then whoever comes an hour after the last who did.
    ///
    /// A clock that was wrong and is put back must not keep the others silent.
    private static func teller(for entries: [HeldEntry]) -> String? {
        var last: HeldEntry?
        for entry in entries where last.map({ !isNear($0.time, entry.time) }) ?? true { last = entry }
        return last?.held.execution
    }

    private static func isNear(_ time: Double, _ other: Double) -> Bool { abs(time - other) < window }

    /// What was held in the last hours, oldest first.
    package func last(hours: Int, now: Double) async throws(JournalError) -> [Gathered] {
        try await since(now - Double(hours) * 3_600, now: now)
    }

    /// Executions and times of what was held since a time, in seconds since 1970.
    func since(_ time: Double, now: Double) async throws(JournalError) -> [Gathered] {
        try await entries(since: time, now: now).map(\.held)
    }

    private typealias HeldEntry = GuardMemory.HeldEntry

    private func entries(since time: Double, now: Double) async throws(JournalError) -> [HeldEntry] {
        var all: [HeldEntry] = []
        for day in stride(from: Int(time / Self.day), through: Int(now / Self.day), by: 1) {
            all += try await memory.held(onDay: day)
        }
        return all.filter { $0.time >= time }
    }
}

/// What was held for one cause.
package struct HeldTogether: Hashable, Sendable {
    package let cause: String
    /// Why the last of them was held.
    package let why: String
    package let executions: [String]
    package let actions: [String]

    /// Of several executions those with one cause, the largest number first.
    package static func groups(_ held: [Gathered]) -> [HeldTogether] {
        Dictionary(grouping: held, by: \.cause).map { cause, all in
            var executions: [String] = []
            for one in all where !executions.contains(one.execution) { executions.append(one.execution) }
            return HeldTogether(
                cause: cause, why: all.last?.why ?? "", executions: executions,
                actions: Set(all.flatMap(\.actions)).sorted())
        }.sorted { ($1.executions.count, $0.cause) < ($0.executions.count, $1.cause) }
    }

    /// Such as `47 × ec2.isolate-instance held, one cause`.
    package var summary: String {
        "\(executions.count) × \(actions.joined(separator: ", ")) held, one cause"
    }
}
