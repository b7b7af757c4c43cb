import JSON

/// The REST protocols: GuardDuty speaks JSON, S3 speaks XML; members stand in the path, the query, headers and the body.
extension RequestWriter {
    func rest(_ input: JSONValue, _ members: [Shape.Member]) throws(AWSError) -> HTTPRequest {
        var request = base(path: "/")
        var body: [String: JSONValue] = [:]
        var values: [String: String] = [:]
        for member in members {
            guard let value = input[member.name] else { continue }
            switch member.location {
            case .uri: values[member.wireName] = value.string ?? value.description
            case .queryString: request.query.append(QueryItem(member.wireName, value.string ?? value.description))
            case .header: request.headers.append(HTTPHeader(member.wireName, value.string ?? value.description))
            case .body, .payload: body[member.wireName] = value
            }
        }
        let path = try fill(values, into: &request)
        request.path = endpoint.path + path
        let hasBody = members.contains { $0.location == .body || $0.location == .payload }
        if operation.service.wireProtocol == .restJSON, hasBody, request.method != "GET" {
            request.headers.append(HTTPHeader("Content-Type", "application/json"))
            request.body = Array(JSONValue.object(body).description.utf8)
        } else if !body.isEmpty {
            throw operation.invalid("a body cannot be sent with \(request.method) in this protocol")
        }
        return request
    }

    /// Fills the operation's URI: values are encoded, and none may be empty, or it would name another resource.
    private func fill(_ values: [String: String], into request: inout HTTPRequest) throws(AWSError) -> String {
        let parts = operation.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        for item in parts.dropFirst().flatMap({ $0.split(separator: "&") }) {
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            request.query.insert(QueryItem(String(pair[0]), pair.count > 1 ? String(pair[1]) : ""), at: 0)
        }
        var segments: [String] = []
        for segment in parts[0].split(separator: "/") {
            guard segment.hasPrefix("{"), segment.hasSuffix("}") else {
                segments.append(String(segment))
                continue
            }
            let isGreedy = segment.hasSuffix("+}")
            let name = String(segment.dropFirst().dropLast(isGreedy ? 2 : 1))
            guard let value = values[name], !value.isEmpty, value != ".", value != ".." else {
                throw operation.invalid("\(name) is missing from the path")
            }
            if name == "Bucket", !endpoint.isPathStyle, !value.contains(".") {
                request.host = "\(value).\(request.host)"
                continue
            }
            segments.append(isGreedy ? PercentEncoding.encodePath(value) : PercentEncoding.encode(value))
        }
        let hasEndSlash = parts[0].hasSuffix("/") && !segments.isEmpty
        return "/" + segments.joined(separator: "/") + (hasEndSlash ? "/" : "")
    }
}
