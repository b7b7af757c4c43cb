import JSON

extension Guardrails {
    /// What is neither a list of patterns nor a limit.
    var compiledGuards: JSONValue {
        [
            "units": .object(units.mapValues { .array($0.map(JSONValue.string)) }),
            "correlated": .number("\(correlated)"), "repeats": .number("\(repeats)"),
            "backlog": ["minutes": .number("\(backlog.minutes)"), "apply": .bool(backlog.isApplied)],
        ]
    }

    /// Reads the limits and guards of a compiled playbook.
    init(compiled json: JSONValue, protect: [String]) throws(Playbook.CompiledMistake) {
        var limits: [String: [Limit]] = [:]
        for (action, written) in json["limits"]?.object ?? [:] {
            // A playbook that was compiled before an action could have several holds one text.
            let texts = written.string.map { [$0] } ?? written.strings ?? []
            let read = texts.compactMap(Limit.init)
            guard !read.isEmpty, read.count == texts.count else {
                throw Playbook.CompiledMistake("The limit of \(action) must be \(Limit.syntax), but is \(written).")
            }
            limits[action] = read
        }
        guard let guards = json["guards"] else {
            self.init(protect: protect, limits: limits)
            return
        }
        guard let correlated = guards["correlated"]?.int, let repeats = guards["repeats"]?.int,
            let minutes = guards["backlog"]?["minutes"]?.int, let isApplied = guards["backlog"]?["apply"]?.bool,
            let units = guards["units"]?.object
        else { throw Playbook.CompiledMistake("Its guards lack units, correlated, repeats or backlog.") }
        self.init(
            protect: protect, limits: limits, units: units.mapValues { $0.strings ?? [] }, correlated: correlated,
            repeats: repeats, backlog: Backlog(minutes: minutes, isApplied: isApplied))
    }
}
