import JSON

/// Reads the answers of the query, EC2 and REST-XML protocols.
struct XMLAnswer {
    private let text: AnswerText

    init(operation: Operation, _ response: HTTPResponse) {
        text = AnswerText(operation: operation, response: response)
    }

    func query(_ members: [Shape.Member]) throws(AWSError) -> JSONValue {
        let root = try root()
        // Also where no output is read: a proxy's friendly page must not pass for a change that was made.
        guard root.name == "\(text.operation.name)Response" else {
            throw text.unreadable("its root is <\(root.name)>, not <\(text.operation.name)Response>.")
        }
        guard let wrapper = text.operation.resultWrapper else { return try structure(root, members, path: "") }
        guard let result = root.child(wrapper) else {
            throw text.unreadable("there is no <\(wrapper)> in <\(root.name)>.")
        }
        return try structure(result, members, path: "")
    }

    func rest(_ members: [Shape.Member]) throws(AWSError) -> [String: JSONValue] {
        guard members.contains(where: { $0.location == .body || $0.location == .payload }) else { return [:] }
        let root = try root()
        if let payload = members.first(where: { $0.location == .payload }) {
            return [payload.name: try value(root, payload.shape, path: payload.name)]
        }
        return try structure(root, members, path: "").object ?? [:]
    }

    private func root() throws(AWSError) -> XMLElement {
        do throws(XMLError) {
            return try XMLParser.parse(text.response.body)
        } catch {
            throw text.unreadable("it is not XML: \(error).")
        }
    }

    private func structure(
        _ element: XMLElement, _ members: [Shape.Member], path: String
    ) throws(AWSError) -> JSONValue {
        var values: [String: JSONValue] = [:]
        for member in members where member.location == .body {
            let inner = path.isEmpty ? member.name : "\(path).\(member.name)"
            switch member.shape {
            case .list(let shape, _, flattened: true):
                let elements = element.children(named: member.wireName)
                if !elements.isEmpty { values[member.name] = try list(elements, shape, path: inner) }
            case .map(let shape, let key, let value, flattened: true):
                let entries = element.children(named: member.wireName)
                if !entries.isEmpty { values[member.name] = try map(entries, shape, key, value, path: inner) }
            case .structure, .list, .map, .string, .policyDocument, .boolean, .integer, .double, .timestamp, .blob:
                guard let child = element.child(member.wireName) else { continue }
                values[member.name] = try value(child, member.shape, path: inner)
            }
        }
        return .object(values)
    }

    private func value(_ element: XMLElement, _ shape: Shape, path: String) throws(AWSError) -> JSONValue {
        switch shape {
        case .structure(let members): try structure(element, members, path: path)
        case .list(let inner, _, _): try list(element.children, inner, path: path)
        case .map(let inner, let key, let value, _): try map(element.children, inner, key, value, path: path)
        case .string, .policyDocument, .boolean, .integer, .double, .timestamp, .blob:
            try text.value(element.text, shape, path: path)
        }
    }

    private func list(_ elements: [XMLElement], _ shape: Shape, path: String) throws(AWSError) -> JSONValue {
        var values: [JSONValue] = []
        for (index, element) in elements.enumerated() {
            values.append(try value(element, shape, path: "\(path)[\(index)]"))
        }
        return .array(values)
    }

    private func map(
        _ entries: [XMLElement], _ shape: Shape, _ keyName: String, _ valueName: String, path: String
    ) throws(AWSError) -> JSONValue {
        var values: [String: JSONValue] = [:]
        for entry in entries {
            guard let key = entry.child(keyName), let element = entry.child(valueName) else {
                throw text.unreadable("an entry of \(path) has no <\(keyName)> or no <\(valueName)>.")
            }
            values[key.text] = try value(element, shape, path: "\(path).\(key.text)")
        }
        return .object(values)
    }
}
