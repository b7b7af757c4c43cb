import AWSClient
import JSON

/// One object in what AWS Config sends, with its place for messages.
struct EventPart {
    let json: JSONValue
    let place: String

    init(_ json: JSONValue, _ place: String) throws(ConfigRuleError) {
        guard json.object != nil else {
            throw ConfigRuleError(.malformed, "\(place) must be an object, but is \(json.kind).")
        }
        self.json = json
        self.place = place
    }

    /// Reads an object that stands in a text.
    init(parsing text: String, _ place: String) throws(ConfigRuleError) {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: text)
        } catch {
            throw ConfigRuleError(.malformed, "\(place) is not JSON: \(error).")
        }
        try self.init(json, place)
    }

    /// The value, unless it is missing or null.
    subscript(_ name: String) -> JSONValue? {
        let value = json[name]
        return value == .null ? nil : value
    }

    func part(_ name: String) throws(ConfigRuleError) -> EventPart {
        guard let value = self[name] else { throw missing(name, "an object") }
        return try EventPart(value, "\(place).\(name)")
    }

    /// A text of 1 to 1,024 characters; nil when missing or null.
    func text(_ name: String) throws(ConfigRuleError) -> String? {
        guard let value = self[name] else { return nil }
        guard let text = value.string, (1...1_024).contains(text.utf8.count) else {
            throw wrong(name, value, "a text of 1 to 1,024 characters")
        }
        return text
    }

    func requiredText(_ name: String) throws(ConfigRuleError) -> String {
        guard let text = try text(name) else { throw missing(name, "a text") }
        return text
    }

    func requiredTime(_ name: String) throws(ConfigRuleError) -> String {
        let text = try requiredText(name)
        guard ISO8601.parse(text) != nil else {
            throw wrong(name, .string(text), "a time such as 2026-11-25T07:00:00.000Z")
        }
        return text
    }

    func integer(_ name: String) throws(ConfigRuleError) -> Int? {
        guard let value = self[name] else { return nil }
        guard let number = value.int else { throw wrong(name, value, "a whole number") }
        return number
    }

    /// The elements of a list; none when it is missing or null.
    func list(_ name: String) throws(ConfigRuleError) -> [JSONValue] {
        guard let value = self[name] else { return [] }
        guard let list = value.array else { throw wrong(name, value, "a list") }
        return list
    }

    func missing(_ name: String, _ wanted: String) -> ConfigRuleError {
        ConfigRuleError(.malformed, "\(place).\(name) is missing; it must be \(wanted).")
    }

    func wrong(_ name: String, _ value: JSONValue, _ wanted: String) -> ConfigRuleError {
        let text = value.description
        let shown = text.count > 80 ? String(text.prefix(80)) + "…" : text
        return ConfigRuleError(.malformed, "\(place).\(name) must be \(wanted), but is \(shown).")
    }
}
