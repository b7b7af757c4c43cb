import AWSClient
import JSON

/// Writes the answers of the query, EC2 and REST-XML protocols.
enum XMLOutput {
    static func document(
        _ operation: Operation, _ members: [Shape.Member], _ output: JSONValue, requestID: String
    ) -> String {
        let inside = fields(members, output, in: operation.id)
        let body: String
        if operation.service.wireProtocol == .ec2 {
            body = "<requestId>\(requestID)</requestId>\(inside)"
        } else {
            let metadata = "<ResponseMetadata><RequestId>\(requestID)</RequestId></ResponseMetadata>"
            body = (operation.resultWrapper.map { "<\($0)>\(inside)</\($0)>" } ?? inside) + metadata
        }
        return "<\(operation.name)Response>\(body)</\(operation.name)Response>"
    }

    static func structure(_ name: String, _ members: [Shape.Member], _ value: JSONValue) -> String {
        "<\(name)>\(fields(members, value, in: name))</\(name)>"
    }

    private static func fields(_ members: [Shape.Member], _ value: JSONValue, in name: String) -> String {
        let object = value.object ?? [:]
        let unknown = object.keys.filter { key in !members.contains { $0.name == key } }
        precondition(unknown.isEmpty, "\(name) has no output members \(unknown)")
        return members.map { member in object[member.name].map { element(member.wireName, member.shape, $0) } ?? "" }
            .joined()
    }

    private static func element(_ name: String, _ shape: Shape, _ value: JSONValue) -> String {
        switch shape {
        case .structure(let members): return structure(name, members, value)
        case .list(let inner, let elementName, let flattened):
            let elements = (value.array ?? []).map { element(flattened ? name : elementName, inner, $0) }.joined()
            return flattened ? elements : "<\(name)>\(elements)</\(name)>"
        case .map(let inner, let keyName, let valueName, let flattened):
            let entries = (value.object ?? [:]).sorted { $0.key < $1.key }.map { key, value in
                let sides = "<\(keyName)>\(escaped(key))</\(keyName)>\(element(valueName, inner, value))"
                return flattened ? "<\(name)>\(sides)</\(name)>" : "<entry>\(sides)</entry>"
            }.joined()
            return flattened ? entries : "<\(name)>\(entries)</\(name)>"
        case .policyDocument: return "<\(name)>\(PercentEncoding.encode(value.string ?? ""))</\(name)>"
        case .string, .boolean, .integer, .double, .timestamp, .blob: return "<\(name)>\(text(value))</\(name)>"
        }
    }

    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): escaped(text)
        case .number(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .null, .array, .object: preconditionFailure("\(value) is no text of an answer")
        }
    }

    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x26 || $0 == 0x3C || $0 == 0x3E || $0 < 0x20 }) else { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\r": escaped += "&#13;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
