package import JSON

extension Operation {
    /// The answer under AWS's member names, or the service's error. Members the shape does not name are left out.
    package func answer(_ response: HTTPResponse) throws(AWSError) -> JSONValue {
        guard (200..<300).contains(response.status) else { throw failure(response) }
        guard case .structure(let members) = output else { return .object([:]) }
        let body: JSONValue
        switch service.wireProtocol {
        case .json, .restJSON: body = try jsonBody(response, members)
        case .query, .ec2, .restXML: body = try xmlBody(response, members)
        }
        guard case .object(var object) = body else { return body }
        for member in members where member.location == .header {
            if let value = response.header(member.wireName) { object[member.name] = .string(value) }
        }
        return .object(object)
    }

    private func jsonBody(_ response: HTTPResponse, _ members: [Shape.Member]) throws(AWSError) -> JSONValue {
        guard !response.body.isEmpty else { return .object([:]) }
        do {
            return AnswerReader.value(try JSONValue(parsing: response.body), .structure(members)) ?? .object([:])
        } catch {
            throw unreadable("\(error)", response)
        }
    }

    private func xmlBody(_ response: HTTPResponse, _ members: [Shape.Member]) throws(AWSError) -> JSONValue {
        guard !response.body.isEmpty else { return .object([:]) }
        let root: XMLElement
        do {
            root = try XMLReader.root(response.body)
        } catch {
            throw unreadable("\(error.reason) at byte \(error.offset)", response)
        }
        var element = root
        if let resultWrapper {
            guard let result = root.child(resultWrapper) else {
                return .object([:])  // AWS leaves an empty result out.
            }
            element = result
        }
        return AnswerReader.structure(element, members)
    }

    private func unreadable(_ what: String, _ response: HTTPResponse) -> AWSError {
        AWSError(
            kind: .unreadableAnswer, operation: id,
            message: "The answer is not what \(service.id) sends: \(what). Is the endpoint really AWS?",
            requestID: response.requestID, status: response.status)
    }
}

/// Reads values by their shapes; what does not fit its shape is left out, as botocore does with unknown members.
enum AnswerReader {
    static func value(_ value: JSONValue, _ shape: Shape) -> JSONValue? {
        switch (shape, value) {
        case (_, .null): return nil
        case (.structure(let members), .object(let object)):
            var result: [String: JSONValue] = [:]
            for member in members where member.location == .body || member.location == .payload {
                if let raw = object[member.wireName], let read = self.value(raw, member.shape) {
                    result[member.name] = read
                }
            }
            return .object(result)
        case (.list(let element, _, _), .array(let elements)):
            return .array(elements.compactMap { self.value($0, element) })
        case (.map(let element, _, _, _), .object(let object)):
            return .object(object.compactMapValues { self.value($0, element) })
        case (.timestamp, .number(let text)):
            return Double(text).map { .string(Timestamp.text($0)) }
        case (.timestamp, .string(let text)): return .string(timestamp(text))
        default: return value
        }
    }

    static func structure(_ element: XMLElement, _ members: [Shape.Member]) -> JSONValue {
        var result: [String: JSONValue] = [:]
        for member in members where member.location == .body || member.location == .payload {
            if case .list(let shape, _, true) = member.shape {
                let elements = element.children.filter { $0.name == member.wireName }
                if !elements.isEmpty { result[member.name] = .array(elements.compactMap { value($0, shape) }) }
            } else if let child = element.child(member.wireName), let read = value(child, member.shape) {
                result[member.name] = read
            } else if let text = element.attributes[member.wireName] {
                result[member.name] = .string(text)
            }
        }
        return .object(result)
    }

    private static func value(_ element: XMLElement, _ shape: Shape) -> JSONValue? {
        switch shape {
        case .structure(let members): return structure(element, members)
        case .list(let member, let name, _):
            return .array(element.children.filter { $0.name == name }.compactMap { value($0, member) })
        case .map(let member, let keyName, let valueName, _):
            let pairs = element.children.compactMap { entry -> (String, JSONValue)? in
                guard let key = entry.child(keyName)?.text, let child = entry.child(valueName),
                    let read = value(child, member)
                else { return nil }
                return (key, read)
            }
            return .object(Dictionary(pairs, uniquingKeysWith: { $1 }))
        case .string, .blob: return .string(element.text)
        case .boolean: return .bool(element.text == "true")
        case .integer, .double:
            return Double(element.text) == nil ? nil : .number(element.text)
        case .timestamp: return .string(timestamp(element.text))
        }
    }

    /// One spelling for every protocol: UTC with `Z`. What is no time stays as it came.
    private static func timestamp(_ text: String) -> String {
        if let seconds = Timestamp.seconds(text) ?? Timestamp.httpSeconds(text) ?? Double(text) {
            return Timestamp.text(seconds)
        }
        return text
    }
}
