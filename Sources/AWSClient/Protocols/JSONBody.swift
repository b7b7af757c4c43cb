import JSON

/// Bodies of the JSON and REST-JSON protocols.
enum JSONBody {
    static func value(_ fields: [InputValue.Field]) -> JSONValue {
        var members: [String: JSONValue] = [:]
        for field in fields { members[field.member.wireName] = value(field.value) }
        return .object(members)
    }

    private static func value(_ input: InputValue) -> JSONValue {
        switch input {
        case .structure(let fields): value(fields)
        case .list(let elements, _, _): .array(elements.map(value))
        case .map(let entries, _, _, _):
            .object(Dictionary(entries.map { ($0.key, value($0.value)) }, uniquingKeysWith: { $1 }))
        case .string(let text), .blob(let text): .string(text)
        case .boolean(let flag): .bool(flag)
        case .number(let text): .number(text)
        case .timestamp(let seconds): .number(Int(exactly: seconds).map(String.init) ?? String(seconds))
        }
    }
}
