import JSON

/// The input of an operation after it was checked against its shape: every value knows how it is written, and the
/// protocols cannot fail on it.
indirect enum InputValue {
    struct Field {
        let member: Shape.Member
        let value: InputValue
    }

    /// Members that are there, in the order of the model.
    case structure([Field])
    case list([InputValue], element: String, flattened: Bool)
    /// Entries in the order of their keys.
    case map([(key: String, value: InputValue)], keyName: String, valueName: String, flattened: Bool)
    case string(String)
    case boolean(Bool)
    /// A number as it is spelled.
    case number(String)
    /// Seconds since 1970.
    case timestamp(Double)
    /// Base64 text.
    case blob(String)

    /// Whether the value is an empty list.
    var isEmptyList: Bool {
        guard case .list(let elements, _, _) = self else { return false }
        return elements.isEmpty
    }

    /// The text of a value that is not made of others; nil for lists, maps and structures.
    func text(timestamp format: (Double) -> String = ISO8601.format) -> String? {
        switch self {
        case .string(let text), .number(let text), .blob(let text): text
        case .boolean(let value): value ? "true" : "false"
        case .timestamp(let seconds): format(seconds)
        case .structure, .list, .map: nil
        }
    }
}

/// Checks input against the shapes of one operation.
struct InputCheck {
    let operation: Operation

    func check(_ input: JSONValue) throws(AWSError) -> InputValue {
        try check(input, operation.input, path: "")
    }

    private func check(_ value: JSONValue, _ shape: Shape, path: String) throws(AWSError) -> InputValue {
        switch shape {
        case .structure(let members): return .structure(try fields(value, members, path: path))
        case .list(let element, let name, let flattened):
            guard let elements = value.array else { throw mismatch(value, "a list", path) }
            var checked: [InputValue] = []
            for (index, item) in elements.enumerated() {
                checked.append(try check(item, element, path: "\(path)[\(index)]"))
            }
            return .list(checked, element: name, flattened: flattened)
        case .map(let inner, let keyName, let valueName, let flattened):
            guard let entries = value.object else { throw mismatch(value, "an object", path) }
            var checked: [(key: String, value: InputValue)] = []
            for (key, item) in entries.sorted(by: { $0.key < $1.key }) {
                checked.append((key, try check(item, inner, path: "\(path).\(key)")))
            }
            return .map(checked, keyName: keyName, valueName: valueName, flattened: flattened)
        case .string, .policyDocument, .boolean, .integer, .double, .timestamp, .blob:
            return try scalar(value, shape, path: path)
        }
    }

    private func scalar(_ value: JSONValue, _ shape: Shape, path: String) throws(AWSError) -> InputValue {
        switch (shape, value) {
        case (.string, .string(let text)), (.policyDocument, .string(let text)): return .string(text)
        case (.boolean, .bool(let value)): return .boolean(value)
        case (.integer, .number(let text)):
            guard let number = Int(text) else { throw failure("\(path) must be a whole number, not \(text).") }
            return .number(String(number))
        case (.double, .number(let text)):
            guard let number = Double(text), number.isFinite else { throw failure("\(path) is too large a number.") }
            return .number(text)
        case (.timestamp, .string(let text)):
            guard let seconds = ISO8601.parse(text) else {
                throw failure("\(path) must be a time such as 2026-11-25T07:00:00Z.")
            }
            return .timestamp(seconds)
        case (.blob, .string(let text)):
            guard Base64.isWellFormed(text) else { throw failure("\(path) must be base64 text.") }
            return .blob(text)
        default: throw mismatch(value, shape.wanted, path)
        }
    }

    private func fields(
        _ value: JSONValue, _ members: [Shape.Member], path: String
    ) throws(AWSError) -> [InputValue.Field] {
        guard let given = value.object else { throw mismatch(value, "an object", path) }
        if let unknown = given.keys.sorted().first(where: { name in !members.contains { $0.name == name } }) {
            let known = members.map(\.name).joined(separator: ", ")
            throw failure(
                "\(joined(path, unknown)) is not a member Quell knows of this operation. "
                    + (known.isEmpty ? "It takes none here." : "It takes \(known).")
            )
        }
        var fields: [InputValue.Field] = []
        for member in members {
            let inner = joined(path, member.name)
            if let value = given[member.name] {
                fields.append(.init(member: member, value: try check(value, member.shape, path: inner)))
            } else if member.isRequired {
                throw failure("\(inner) is missing, and the operation needs it.")
            }
        }
        return fields
    }

    private func joined(_ path: String, _ name: String) -> String {
        path.isEmpty ? name : "\(path).\(name)"
    }

    private func mismatch(_ value: JSONValue, _ wanted: String, _ path: String) -> AWSError {
        failure("\(path.isEmpty ? "The input" : path) must be \(wanted), not \(value.kind).")
    }

    func failure(_ message: String) -> AWSError {
        AWSError(kind: .invalidInput, operation: operation.id, message: message)
    }
}

extension Shape {
    /// The words for what a value of this shape must be.
    var wanted: String {
        switch self {
        case .structure, .map: "an object"
        case .list: "a list"
        case .string, .policyDocument: "a string"
        case .boolean: "a boolean"
        case .integer: "a whole number"
        case .double: "a number"
        case .timestamp: "a time as a string"
        case .blob: "base64 text"
        }
    }
}
