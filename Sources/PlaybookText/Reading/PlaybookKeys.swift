/// The keys that a playbook has, by the mapping they stand in: what the reader takes, and the schema lists.
enum PlaybookKeys {
    static let playbook = ["quell", "exceptions", "notify", "guardrails", "rules"]
    static let neededOfPlaybook = ["quell", "rules"]
    static let exceptions = ["tag", "mode"] + strictExceptions
    /// Those that need `mode: strict`.
    static let strictExceptions = ["value", "max-age", "records", "keys"]
    static let notify = ["topic"]
    static let guardrails = ["protect", "limits", "units", "correlated", "repeats", "backlog"]
    static let backlog = ["older-than-minutes", "apply"]
    static let rule = ["name", "when", "about", "approval", "respond"]
    static let neededOfRule = ["name", "when", "respond"]
    static let approval = ["unless", "expires", "people", "escalate"]
}
