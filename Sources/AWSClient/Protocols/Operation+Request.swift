package import JSON

extension Operation {
    /// The request for an input, not yet signed.
    ///
    /// Every member is checked against the operation's shape: what AWS does not know, or would read as something else,
    /// is refused here and never sent.
    package func request(_ input: JSONValue, endpoint: Endpoint) throws(AWSError) -> HTTPRequest {
        guard case .structure(let members) = self.input else {
            throw invalid("its input must be a structure")
        }
        let writer = RequestWriter(operation: self, endpoint: endpoint)
        try writer.check(input, members, at: "")
        return switch service.wireProtocol {
        case .query, .ec2: try writer.query(input, members)
        case .json: writer.json(input)
        case .restJSON, .restXML: try writer.rest(input, members)
        }
    }

    func invalid(_ what: String) -> AWSError {
        AWSError(kind: .invalidInput, operation: id, message: "The input is wrong: \(what).")
    }
}

/// Writes an input as the operation's protocol wants it.
struct RequestWriter {
    let operation: Operation
    let endpoint: Endpoint

    func base(path: String, query: [QueryItem] = []) -> HTTPRequest {
        HTTPRequest(
            method: operation.method, scheme: endpoint.scheme, host: endpoint.host, port: endpoint.port,
            path: endpoint.path + path, query: query)
    }

    func json(_ input: JSONValue) -> HTTPRequest {
        var request = base(path: "/")
        request.headers = [
            HTTPHeader("X-Amz-Target", "\(operation.service.targetPrefix ?? "").\(operation.name)"),
            HTTPHeader("Content-Type", "application/x-amz-json-\(operation.service.jsonVersion ?? "1.0")"),
        ]
        request.body = Array(input.description.utf8)
        return request
    }

    // MARK: Checking

    func check(_ value: JSONValue, _ members: [Shape.Member], at path: String) throws(AWSError) {
        guard let object = value.object else { throw operation.invalid("\(path) must be an object, not \(value.kind)") }
        for name in object.keys.sorted() where !members.contains(where: { $0.name == name }) {
            throw operation.invalid("\(operation.id) has no member \(path)\(name)")
        }
        for member in members {
            guard let value = object[member.name] else {
                if member.isRequired { throw operation.invalid("\(path)\(member.name) is missing") }
                continue
            }
            try check(value, member.shape, at: path + member.name)
        }
    }

    private func check(_ value: JSONValue, _ shape: Shape, at path: String) throws(AWSError) {
        switch (shape, value) {
        case (.structure(let members), _): try check(value, members, at: path + ".")
        case (.list(let element, _, _), .array(let elements)):
            for (index, value) in elements.enumerated() { try check(value, element, at: "\(path)[\(index)]") }
        case (.map(let element, _, _, _), .object(let object)):
            for (key, value) in object { try check(value, element, at: "\(path).\(key)") }
        case (.string, .string), (.timestamp, .string), (.blob, .string), (.boolean, .bool), (.double, .number): break
        case (.integer, .number(let text)):
            guard Int64(text) != nil else { throw operation.invalid("\(path) must be a whole number, not \(text)") }
        default: throw operation.invalid("\(path) must be \(shape.kind), not \(value.kind)")
        }
    }
}

extension Shape {
    /// The word for the kind of value, as messages to people use it.
    var kind: String {
        switch self {
        case .structure, .map: "an object"
        case .list: "a list"
        case .string: "a string"
        case .boolean: "a boolean"
        case .integer: "a whole number"
        case .double: "a number"
        case .timestamp: "a time such as 2026-11-25T07:00:00Z"
        case .blob: "base64 text"
        }
    }
}
