import JSON

/// Turns the text of one value in an answer into our form of it, and names operation and member when it cannot.
struct AnswerText {
    let operation: Operation
    let response: HTTPResponse

    func value(_ text: String, _ shape: Shape, path: String) throws(AWSError) -> JSONValue {
        switch shape {
        case .string: return .string(text)
        case .policyDocument:
            guard let document = PercentEncoding.decode(text) else { throw mismatch(path, shape) }
            return .string(document)
        case .boolean:
            switch text.lowercased() {
            case "true": return .bool(true)
            case "false": return .bool(false)
            default: throw mismatch(path, shape)
            }
        case .integer:
            guard let number = Int(text) else { throw mismatch(path, shape) }
            return .number(String(number))
        case .double:
            guard let number = Double(text), number.isFinite else { throw mismatch(path, shape) }
            return .number(JSONValue.number(text).isSpelledAsJSON ? text : String(number))
        case .timestamp:
            guard let seconds = ISO8601.parse(text) ?? HTTPDate.parse(text) ?? Double(text), seconds.isFinite else {
                throw mismatch(path, shape)
            }
            return .string(ISO8601.format(seconds))
        case .blob:
            guard Base64.isWellFormed(text) else { throw mismatch(path, shape) }
            return .string(text)
        case .structure, .list, .map: throw mismatch(path, shape)
        }
    }

    func mismatch(_ path: String, _ shape: Shape) -> AWSError {
        unreadable("\(path) is not \(shape.wanted).")
    }

    func unreadable(_ detail: String) -> AWSError {
        AWSError(
            kind: .unreadableAnswer, operation: operation.id,
            message: "The answer is not what the service's model says: \(detail) "
                + "Check that the endpoint is AWS, and that no proxy changes its answers.",
            requestID: response.requestID, status: response.status
        )
    }
}

extension HTTPResponse {
    /// The request's id as the services write it in headers.
    var requestID: String? {
        header("x-amzn-requestid") ?? header("x-amz-request-id") ?? header("x-amzn-request-id")
    }
}

extension JSONValue {
    /// Whether a number's text is a number in JSON too, unlike `+1` or `.5`.
    fileprivate var isSpelledAsJSON: Bool {
        guard case .number(let text) = self, let parsed = try? JSONValue(parsing: text) else { return false }
        return parsed == self
    }
}
