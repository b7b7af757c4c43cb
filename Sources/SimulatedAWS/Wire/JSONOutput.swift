import AWSClient
import JSON

/// Writes the answers of the JSON and REST-JSON protocols.
enum JSONOutput {
    static func structure(_ members: [Shape.Member], _ value: JSONValue) -> JSONValue {
        let object = value.object ?? [:]
        let unknown = object.keys.filter { key in !members.contains { $0.name == key } }
        precondition(unknown.isEmpty, "there are no output members \(unknown)")
        let pairs = members.compactMap { member in
            object[member.name].map { (member.wireName, Self.value(member.shape, $0)) }
        }
        return .object(Dictionary(pairs, uniquingKeysWith: { $1 }))
    }

    private static func value(_ shape: Shape, _ value: JSONValue) -> JSONValue {
        switch shape {
        case .structure(let members): return structure(members, value)
        case .list(let inner, _, _): return .array((value.array ?? []).map { Self.value(inner, $0) })
        case .map(let inner, _, _, _): return .object((value.object ?? [:]).mapValues { Self.value(inner, $0) })
        case .timestamp:
            guard let seconds = value.string.flatMap(ISO8601.parse) else { return value }
            return .number(Int(exactly: seconds).map(String.init) ?? String(seconds))
        case .string, .policyDocument, .boolean, .integer, .double, .blob: return value
        }
    }
}
