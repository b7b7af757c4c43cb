/// Gathers what guards hold, so that people are told once for each cause and hour and not once for each finding.
package struct Holds: Sendable {
    static let window = 3_600.0

    private let journal: any Journal
    private let memory: GuardMemory

    package init(journal: any Journal) { self.init(journal: journal, memory: GuardMemory(journal: journal)) }

    init(journal: any Journal, memory: GuardMemory) { (self.journal, self.memory) = (journal, memory) }

    /// Adds an execution, once, and answers whom it stands with.
    ///
    /// The order of the journal decides who comes first, also between processes.
    func join(_ held: Gathered, at time: String, now: Double) async throws(JournalError) -> HoldGroup {
        let hour = Int(now / Self.window)
        var all = try await gathered(inHour: hour)
        if !all.contains(where: { $0.execution == held.execution && $0.cause == held.cause }) {
            try await journal.append(.gathered(held), to: Register.holds(hour), at: time)
            all = try await gathered(inHour: hour)
        }
        let same = all.filter { $0.cause == held.cause }
        let before = same.prefix { $0.execution != held.execution }.count
        let lastHour = try await gathered(inHour: hour - 1).count { $0.cause == held.cause }
        return HoldGroup(
            cause: held.cause, teller: same.first?.execution ?? held.execution, earlier: before + lastHour)
    }

    /// What was held in the last hours, oldest first.
    package func last(hours: Int, now: Double) async throws(JournalError) -> [Gathered] {
        let hour = Int(now / Self.window)
        var all: [Gathered] = []
        for past in (0..<max(1, hours)).reversed() { all += try await gathered(inHour: hour - past) }
        return all
    }

    /// Executions and times of what was held since a time, not older than an hour.
    func since(_ time: String, now: Double) async throws(JournalError) -> [Gathered] {
        let hour = Int(now / Self.window)
        let both = try await memory.held(inHour: hour - 1) + memory.held(inHour: hour)
        return both.filter { $0.time >= time }.map(\.held)
    }

    private func gathered(inHour hour: Int) async throws(JournalError) -> [Gathered] {
        try await memory.held(inHour: hour).map(\.held)
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
