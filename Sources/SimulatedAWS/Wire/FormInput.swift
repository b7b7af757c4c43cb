import AWSClient
import JSON

/// Reads the forms of the query protocol and of EC2's variant of it.
struct FormInput {
    /// `Filter.1.Name=vpc-id` as a tree: the parts between the dots are the names of its branches.
    private indirect enum Node {
        case text(String)
        case branches([String: Node])

        mutating func insert(_ value: String, at path: ArraySlice<Substring>) {
            guard let first = path.first else {
                self = .text(value)
                return
            }
            var branches: [String: Node] = [:]
            if case .branches(let grown) = self { branches = grown }
            branches[String(first), default: .branches([:])].insert(value, at: path.dropFirst())
            self = .branches(branches)
        }
    }

    static func read(_ request: HTTPRequest, _ services: [Service]) throws(Refusal) -> (Operation, JSONValue) {
        var root = Node.branches([:])
        var fields: [String: String] = [:]
        for pair in String(decoding: request.body, as: UTF8.self).split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let texts = sides.compactMap { PercentEncoding.decode(String($0.map { $0 == "+" ? " " : $0 })) }
            guard texts.count == 2 else { throw Refusal("MalformedQueryString", "The form cannot be read: \(pair)") }
            fields[texts[0]] = texts[1]
            if texts[0] == "Action" || texts[0] == "Version" { continue }
            root.insert(texts[1], at: texts[0].split(separator: ".", omittingEmptySubsequences: false)[...])
        }
        let (name, version) = (fields["Action"] ?? "", fields["Version"] ?? "")
        let operation = [Operation].of(services).first { $0.name == name && $0.service.apiVersion == version }
        guard let operation else {
            throw Refusal("InvalidAction", "The action \(name) is not valid for this endpoint (\(version)).")
        }
        return (operation, try value(root, operation.input, "the input"))
    }

    private static func value(_ node: Node, _ shape: Shape, _ path: String) throws(Refusal) -> JSONValue {
        switch (shape, node) {
        case (.structure(let members), .branches(let branches)): return try structure(branches, members, path)
        case (.list, .text("")): return []
        case (.list(let inner, let element, let flattened), .branches(let branches)):
            return .array(
                try elements(branches, flattened ? nil : element, path) { node throws(Refusal) in
                    try value(node, inner, "\(path)[]")
                })
        case (.map(let inner, let keyName, let valueName, let flattened), .branches(let branches)):
            var entries: [String: JSONValue] = [:]
            _ = try elements(branches, flattened ? nil : "entry", path) { node throws(Refusal) in
                guard case .branches(let sides) = node, case .text(let key)? = sides[keyName],
                    let inside = sides[valueName]
                else { throw malformed(path) }
                entries[key] = try value(inside, inner, "\(path).\(key)")
                return .null
            }
            return .object(entries)
        case (.boolean, .text("true")): return true
        case (.boolean, .text("false")): return false
        case (.integer, .text(let text)), (.double, .text(let text)):
            guard Double(text) != nil else { throw malformed(path) }
            return .number(text)
        case (.string, .text(let text)), (.policyDocument, .text(let text)), (.timestamp, .text(let text)),
            (.blob, .text(let text)):
            return .string(text)
        default: throw malformed(path)
        }
    }

    private static func structure(
        _ branches: [String: Node], _ members: [Shape.Member], _ path: String
    ) throws(Refusal) -> JSONValue {
        var values: [String: JSONValue] = [:]
        for (name, node) in branches {
            guard let member = members.first(where: { $0.wireName == name }) else {
                throw Refusal("UnknownParameter", "The parameter \(name) of \(path) is not recognized.")
            }
            values[member.name] = try value(node, member.shape, member.name)
        }
        if let missing = members.first(where: { $0.isRequired && values[$0.name] == nil }) {
            throw Refusal("MissingParameter", "The request must contain the parameter \(missing.name).")
        }
        return .object(values)
    }

    /// The numbered branches in order; all of them must be there from 1 on.
    private static func elements(
        _ branches: [String: Node], _ element: String?, _ path: String,
        _ read: (Node) throws(Refusal) -> JSONValue
    ) throws(Refusal) -> [JSONValue] {
        var numbered = branches
        if let element {
            guard case .branches(let inside)? = branches[element], branches.count == 1 else { throw malformed(path) }
            numbered = inside
        }
        var values: [JSONValue] = []
        for number in 1...max(numbered.count, 1) {
            guard let node = numbered[String(number)] else { throw malformed(path) }
            values.append(try read(node))
        }
        return values
    }

    private static func malformed(_ path: String) -> Refusal {
        Refusal("InvalidParameterValue", "The value of \(path) is not what it must be.")
    }
}
