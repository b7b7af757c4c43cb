import JSON

/// Reads the answers of the JSON and REST-JSON protocols.
struct JSONAnswer {
    private let text: AnswerText

    init(operation: Operation, _ response: HTTPResponse) {
        text = AnswerText(operation: operation, response: response)
    }

    func value(_ members: [Shape.Member]) throws(AWSError) -> JSONValue {
        try structure(body(), members, path: "")
    }

    func rest(_ members: [Shape.Member]) throws(AWSError) -> [String: JSONValue] {
        if let payload = members.first(where: { $0.location == .payload }) {
            return [payload.name: try value(body(), payload.shape, path: payload.name)]
        }
        return try value(members).object ?? [:]
    }

    private func body() throws(AWSError) -> JSONValue {
        if text.response.body.isEmpty { return .object([:]) }
        do throws(JSONError) {
            return try JSONValue(parsing: text.response.body)
        } catch {
            throw text.unreadable("it is not JSON: \(error).")
        }
    }

    private func structure(_ value: JSONValue, _ members: [Shape.Member], path: String) throws(AWSError) -> JSONValue {
        guard let object = value.object else {
            throw text.mismatch(path.isEmpty ? "the whole" : path, .structure(members))
        }
        var values: [String: JSONValue] = [:]
        for member in members where member.location == .body {
            // The services write null for what is not there.
            guard let found = object[member.wireName], found != .null else { continue }
            let inner = path.isEmpty ? member.name : "\(path).\(member.name)"
            values[member.name] = try self.value(found, member.shape, path: inner)
        }
        return .object(values)
    }

    private func value(_ value: JSONValue, _ shape: Shape, path: String) throws(AWSError) -> JSONValue {
        switch (shape, value) {
        case (.structure(let members), _): return try structure(value, members, path: path)
        case (.list(let inner, _, _), .array(let elements)):
            var values: [JSONValue] = []
            for (index, element) in elements.enumerated() {
                values.append(try self.value(element, inner, path: "\(path)[\(index)]"))
            }
            return .array(values)
        case (.map(let inner, _, _, _), .object(let entries)):
            var values: [String: JSONValue] = [:]
            for (key, entry) in entries { values[key] = try self.value(entry, inner, path: "\(path).\(key)") }
            return .object(values)
        case (.boolean, .bool): return value
        case (.integer, .number(let spelled)):
            guard let number = Int(spelled) ?? Double(spelled).flatMap(Int.init(exactly:)) else {
                throw text.mismatch(path, shape)
            }
            return .number(String(number))
        case (.string, .string(let spelled)), (.policyDocument, .string(let spelled)),
            (.timestamp, .string(let spelled)), (.blob, .string(let spelled)), (.double, .number(let spelled)),
            (.timestamp, .number(let spelled)):
            return try text.value(spelled, shape, path: path)
        default: throw text.mismatch(path, shape)
        }
    }
}
