package import JSON

/// What tending did for one execution.
package struct Tended: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Everything still holds.
        case settled
        /// Something does not hold any more; the response says what was done about it.
        case drifted
        /// Whether everything holds cannot be read now; it is looked at again.
        case unread
        /// Its process had stopped in the middle, and this one went on.
        case adopted
        /// People have not answered in time.
        case expired
        /// The journal did not let this one be tended.
        case failed
    }

    package let kind: Kind
    package let execution: String
    /// Which look it was, in seconds after the end; nil for anything else.
    package let check: Int?
    /// One or more sentences for people.
    package let why: String
    /// What came of it; nil where nothing was decided.
    package let response: Response?

    init(_ kind: Kind, _ execution: String, check: Int? = nil, why: String) {
        self.kind = kind
        self.execution = execution
        self.check = check
        self.why = why
        response = nil
    }

    init(_ kind: Kind, _ response: Response, check: Int? = nil) {
        self.kind = kind
        execution = response.execution
        self.check = check
        why = response.conclusion.why
        self.response = response
    }

    /// The documented JSON of `quell tend`.
    package var json: JSONValue {
        [
            "execution": .string(execution), "tended": .string(kind.rawValue),
            "check": check.map { .number(String($0)) } ?? .null, "why": .string(why),
            "response": response?.json ?? .null,
        ]
    }
}
