/// A question to a JSON value in a small part of JMESPath, the language of the AWS CLI's `--query`.
///
/// Understood: `name`, `a.b`, `[0]`, `[]` (flattens), `[?Path=='text']` and ``[?Path!=`true`]`` with conditions joined
/// by `&&`, `[A, B]`, `{Name: A}` and `|`, which ends a projection. The text means the same in `aws ... --query`, so
/// people can repeat what Quell read.
package struct JSONQuery: Hashable, Sendable, CustomStringConvertible {
    package let description: String
    private let steps: [Step]

    indirect enum Step: Hashable {
        case field(String)
        case index(Int)
        case flatten
        case filter([Condition])
        case list([[Step]])
        case object([String: [Step]])
        case pipe
    }

    struct Condition: Hashable {
        let path: [Step]
        let literal: JSONValue
        let isEqual: Bool
    }

    /// Reads the text of a query; the error names the byte where it stops being one.
    package init(_ text: String) throws(JSONError) {
        var parser = JSONQueryParser(text)
        steps = try parser.whole()
        description = text
    }

    /// The answers of all of these, in their order.
    package static func list(_ parts: [JSONQuery]) -> JSONQuery {
        JSONQuery(
            description: "[\(parts.map(\.description).joined(separator: ", "))]", steps: [.list(parts.map(\.steps))])
    }

    private init(description: String, steps: [Step]) {
        self.description = description
        self.steps = steps
    }

    /// The answer: null where nothing is selected, a list wherever the query has `[]` or `[?…]`.
    package func callAsFunction(_ value: JSONValue) -> JSONValue { Self.evaluate(steps, value) }

    private static func evaluate(_ steps: [Step], _ value: JSONValue) -> JSONValue {
        var current = [value]
        var isProjection = false
        for step in steps {
            switch step {
            case .flatten:
                guard isProjection || current.first?.array != nil else { return .null }
                // A projection is already a list of elements; what is flattened is one level of lists inside it.
                let elements = isProjection ? current : current.first?.array ?? []
                current = elements.flatMap { $0.array ?? [$0] }
                isProjection = true
            case .pipe:
                if isProjection { current = [.array(current)] }
                isProjection = false
            case .filter(let conditions):
                guard let elements = current.first?.array else { return .null }
                current = elements.filter { element in conditions.allSatisfy { $0.holds(element) } }
                isProjection = true
            default:
                let answers = current.map { apply(step, $0) }
                current = isProjection ? answers.filter { $0 != .null } : answers
            }
        }
        return isProjection ? .array(current) : current.first ?? .null
    }

    private static func apply(_ step: Step, _ value: JSONValue) -> JSONValue {
        switch step {
        case .field(let name): return value[name] ?? .null
        case .index(let index):
            guard let elements = value.array, elements.indices.contains(index) else { return .null }
            return elements[index]
        case .list(let parts):
            return value == .null ? .null : .array(parts.map { evaluate($0, value) })
        case .object(let parts):
            return value == .null ? .null : .object(parts.mapValues { evaluate($0, value) })
        case .flatten, .filter, .pipe: return .null
        }
    }
}

extension JSONQuery.Condition {
    func holds(_ element: JSONValue) -> Bool {
        var value: JSONValue? = element
        for case .field(let name) in path { value = value?[name] }
        return ((value ?? .null) == literal) == isEqual
    }
}

extension JSONQuery: Codable {
    package init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension JSONQuery: ExpressibleByStringLiteral {
    /// A query written in our own source; a mistake there is ours.
    package init(stringLiteral text: String) {
        do {
            try self.init(text)
        } catch {
            preconditionFailure("the query \"\(text)\" in the source is malformed: \(error)")
        }
    }
}
