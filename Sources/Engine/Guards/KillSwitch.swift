/// Stops every change: a record of the journal for all processes that share it, and what the host says.
///
/// It is asked before every call that changes something. What cannot be read counts as on.
package struct KillSwitch: Sendable {
    package enum State: Hashable, Sendable {
        case running
        case halted(by: String, reason: String?, since: String)
    }

    private let journal: any Journal
    private let host: @Sendable () -> String?

    package init(journal: any Journal, host: @escaping @Sendable () -> String? = { nil }) {
        self.journal = journal
        self.host = host
    }

    /// What the journal says.
    package func state() async throws(JournalError) -> State {
        for entry in try await journal.entries(of: Register.killSwitch).reversed() {
            switch entry.record {
            case .halted(let person, let reason): return .halted(by: person, reason: reason, since: entry.time)
            case .resumed: return .running
            default: continue
            }
        }
        return .running
    }

    package func halt(by person: String, reason: String?, at time: String) async throws(JournalError) {
        try await journal.append(.halted(by: person, reason: reason), to: Register.killSwitch, at: time)
    }

    package func resume(by person: String, at time: String) async throws(JournalError) {
        try await journal.append(.resumed(by: person), to: Register.killSwitch, at: time)
    }

    /// Why no change may be made; nil while changes may be made.
    func reason() async -> String? {
        if let why = host() { return "Quell is halted: \(why)" }
        do throws(JournalError) {
            guard case .halted(let person, let reason, let since) = try await state() else { return nil }
            let given = reason.map { " (\($0))" } ?? ""
            return "Quell is halted by \(person) since \(since)\(given). Go on with: quell resume"
        } catch {
            return "The kill switch cannot be read, which counts as halted: \(error)"
        }
    }
}

/// What a setting such as `QUELL_HALT` says.
package enum HaltSetting {
    /// Why it halts; nil for an unset, empty or false one.
    ///
    /// Anything but a clear no is a yes: a misspelt brake must brake.
    package static func reason(_ text: String?, named name: String) -> String? {
        switch text?.lowercased() {
        case nil, "", "false": nil
        case "true": "\(name) is true."
        default: "\(name) is neither true nor false, which counts as true."
        }
    }
}
