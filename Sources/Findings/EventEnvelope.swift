package import JSON

/// An EventBridge event: what is around every finding.
package struct EventEnvelope: Hashable, Sendable {
    package let id: String
    package let source: String
    package let detailType: String
    /// Account in which the event arose: with a delegated administrator not that of the finding.
    package let account: AccountID
    package let region: Region
    package let time: String
    package let detail: JSONValue
    /// The whole event.
    package let json: JSONValue

    init(_ json: JSONValue) throws(Rejection) {
        guard json.object != nil else { throw Rejection("$", "an event is a JSON object, not \(json.kind)") }
        source = try json.text("source")
        detailType = try json.text("detail-type")
        account = try json.identifier("account", "12 digits")
        region = try json.identifier("region", "a Region such as eu-central-1")
        id = json["id"]?.string ?? ""
        time = json["time"]?.string ?? ""
        guard let detail = json["detail"], detail.object != nil else {
            throw Rejection("$.detail", "it must be an object")
        }
        self.detail = detail
        self.json = json
    }
}

/// Why an event cannot be used: a field, and what it must be.
package struct Rejection: Error, Hashable, Sendable {
    /// JSON path of the field, such as `$.detail.accountId`.
    package let field: String
    /// One sentence that names the field and what is wrong with it.
    package let reason: String

    package init(_ field: String, _ what: String) {
        self.field = field
        reason = "The event cannot be used: at \(field), \(what)."
    }
}

extension JSONValue {
    /// The text at a dotted path.
    func text(_ path: String) throws(Rejection) -> String {
        guard let value = at(path) else { throw Rejection("$.\(path)", "a text is missing") }
        guard let text = value.string, !text.isEmpty else {
            throw Rejection("$.\(path)", "there must be a text, not \(value == "" ? "an empty one" : value.kind)")
        }
        return text
    }

    /// The text at a dotted path, which must have the shape of an identifier. `shape` says which, for people.
    func identifier<ID: Identifier>(_ path: String, _ shape: String) throws(Rejection) -> ID {
        guard let id = ID(try text(path)) else {
            throw Rejection("$.\(path)", "there must be \(shape), but there is \(shown(path))")
        }
        return id
    }

    func at(_ path: String) -> JSONValue? {
        path.split(separator: ".").reduce(self as JSONValue?) { $0?[String($1)] }
    }

    /// The value for a message: short, with everything but plain characters escaped.
    func shown(_ path: String) -> String {
        let text = at(path)?.description ?? "nothing"
        let plain = text.unicodeScalars.prefix(80).map { $0.isASCII && $0.value >= 0x20 ? String($0) : "?" }.joined()
        return text.unicodeScalars.count > 80 ? plain + "…" : plain
    }
}
