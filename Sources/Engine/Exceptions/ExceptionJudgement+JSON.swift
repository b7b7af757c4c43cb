package import JSON

extension ExceptionJudgement {
    /// As answers of commands have it.
    package var json: JSONValue {
        func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
        return [
            "verdict": .string(verdict.rawValue), "why": .string(why), "record": text(record),
            "expires": text(expires), "flaw": text(flaw?.rawValue), "actions": .array(actions.map(JSONValue.string)),
        ]
    }
}

extension Execution {
    /// What exceptions meant for the response, from the journal.
    var ruling: ExceptionRuling { ExceptionRuling(judgements: exceptions) }
}
