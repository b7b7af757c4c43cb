import JSON

extension StrictExceptions {
    private static let journal = "journal"

    var compiled: JSONValue {
        var members: [String: JSONValue] = ["keys": .array(keys.map(JSONValue.string))]
        switch records {
        case .journal: members["records"] = .string(Self.journal)
        case .file(let path): members["records"] = .string(path)
        }
        if let value { members["value"] = .string(value) }
        if let maxAge { members["maxAge"] = .string(maxAge.description) }
        if let carried {
            members["document"] = .string(carried.document)
            members["signature"] = .string(carried.signature)
        }
        return .object(members)
    }

    /// Reads what `compiled` wrote; anything else is refused, because less would exempt more.
    init(compiled json: JSONValue) throws(Playbook.CompiledMistake) {
        guard let records = json["records"]?.string, let keys = json["keys"]?.strings, keys.allSatisfy(Self.isKey)
        else { throw Playbook.CompiledMistake("Its strict exceptions lack records or keys.") }
        var maxAge: Age?
        if let written = json["maxAge"] {
            guard let age = written.string.flatMap(Age.init) else {
                throw Playbook.CompiledMistake("The longest age of exceptions must be such as 90d, but is \(written).")
            }
            maxAge = age
        }
        var carried: Signed?
        if let document = json["document"]?.string, let signature = json["signature"]?.string {
            carried = Signed(document: document, signature: signature)
        }
        self.init(
            value: json["value"]?.string, maxAge: maxAge,
            records: records == Self.journal ? .journal : .file(records), keys: keys, carried: carried)
    }
}
