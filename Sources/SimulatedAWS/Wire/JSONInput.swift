import AWSClient
import JSON

/// Reads the bodies of the JSON and REST-JSON protocols.
struct JSONInput {
    static func read(_ request: HTTPRequest, _ services: [Service]) throws(Refusal) -> (Operation, JSONValue) {
        let target = request.header("x-amz-target") ?? ""
        let operation = [Operation].of(services).first { "\($0.service.targetPrefix ?? "").\($0.name)" == target }
        guard let operation else { throw Refusal("UnknownOperationException", "There is no operation \(target).") }
        guard case .structure(let members) = operation.input else { return (operation, [:]) }
        return (operation, .object(try body(request, members)))
    }

    static func body(_ request: HTTPRequest, _ members: [Shape.Member]) throws(Refusal) -> [String: JSONValue] {
        guard let json = try? JSONValue(parsing: request.body) else {
            throw Refusal("SerializationException", "The body is not JSON.")
        }
        return try structure(json, members.filter { $0.location == .body })
    }

    private static func structure(
        _ json: JSONValue, _ members: [Shape.Member]
    ) throws(Refusal) -> [String: JSONValue] {
        guard let object = json.object else { throw Refusal("SerializationException", "\(json.kind) is no object.") }
        var values: [String: JSONValue] = [:]
        for (name, inside) in object {
            guard let member = members.first(where: { $0.wireName == name }) else {
                throw Refusal("ValidationException", "There is no member \(name).")
            }
            values[member.name] = try value(inside, member.shape, name)
        }
        if let missing = members.first(where: { $0.isRequired && values[$0.name] == nil }) {
            throw Refusal("ValidationException", "\(missing.name) must not be null.")
        }
        return values
    }

    private static func value(_ json: JSONValue, _ shape: Shape, _ name: String) throws(Refusal) -> JSONValue {
        switch (shape, json) {
        case (.structure(let members), _): return .object(try structure(json, members))
        case (.list(let inner, _, _), .array(let elements)):
            var values: [JSONValue] = []
            for element in elements { values.append(try value(element, inner, name)) }
            return .array(values)
        case (.map(let inner, _, _, _), .object(let entries)):
            var values: [String: JSONValue] = [:]
            for (key, entry) in entries { values[key] = try value(entry, inner, key) }
            return .object(values)
        case (.timestamp, .number(let text)):
            guard let seconds = Double(text) else { throw Refusal("SerializationException", "\(name) is no time.") }
            return .string(ISO8601.format(seconds))
        case (.boolean, .bool), (.integer, .number), (.double, .number), (.string, .string), (.blob, .string),
            (.policyDocument, .string):
            return json
        default: throw Refusal("SerializationException", "\(name) must not be \(json.kind).")
        }
    }
}
