import JSON

/// Places the input of a REST operation: labels of the path, query, headers, and what is left in a JSON body.
struct RESTRequest {
    let operation: Operation
    let fields: [InputValue.Field]
    let endpoint: Endpoint

    func fill(_ request: inout HTTPRequest) throws(AWSError) {
        let parts = operation.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var template = parts.first ?? "/"
        if operation.service.id == "s3" { template = try placeBucket(template, in: &request) }
        request.path = endpoint.path + (try path(template))
        if parts.count == 2 {
            for item in parts[1].split(separator: "&") {
                let pair = item.split(separator: "=", maxSplits: 1)
                request.query.append(QueryItem(String(pair[0]), pair.count == 2 ? String(pair[1]) : ""))
            }
        }
        for field in fields where field.member.location == .queryString { append(field, to: &request.query) }
        for field in fields where field.member.location == .header {
            request.headers.append(HTTPHeader(field.member.wireName, try headerText(field)))
        }
        try fillBody(&request)
    }

    private func fillBody(_ request: inout HTTPRequest) throws(AWSError) {
        let body = fields.filter { $0.member.location == .body }
        if let field = fields.first(where: { $0.member.location == .payload }) {
            throw failure("\(field.member.name) would be the body of the request, which Quell does not write.")
        }
        let hasBody = operation.input.hasBodyMembers
        if operation.service.wireProtocol == .restXML {
            guard !hasBody else { throw failure("The operation needs an XML body, which Quell does not write.") }
        } else if hasBody {
            request.headers.append(HTTPHeader("Content-Type", "application/json"))
            request.body = Array(JSONBody.value(body).description.utf8)
        }
    }

    /// `/detector/{DetectorId}/findings` with the labels filled in; `{Key+}` keeps its slashes.
    private func path(_ template: Substring) throws(AWSError) -> String {
        var path = ""
        for segment in template.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            path += "/"
            guard segment.hasPrefix("{"), segment.hasSuffix("}") else {
                path += segment
                continue
            }
            var label = segment.dropFirst().dropLast()
            let isGreedy = label.hasSuffix("+")
            if isGreedy { label.removeLast() }
            path += PercentEncoding.encode(try labelText(String(label)), keepingSlashes: isGreedy)
        }
        return path.isEmpty ? "/" : path
    }

    /// An empty or dotted label would make the path of another operation.
    private func labelText(_ wireName: String) throws(AWSError) -> String {
        guard let field = fields.first(where: { $0.member.location == .uri && $0.member.wireName == wireName }) else {
            throw failure("\(wireName) is missing, and the operation needs it.")
        }
        guard let text = field.value.text(), !text.isEmpty, text != ".", text != ".." else {
            throw failure("\(field.member.name) must not be empty, \".\" or \"..\".")
        }
        return text
    }

    /// Takes the bucket out of the path where the endpoint can carry it in the host.
    private func placeBucket(_ template: Substring, in request: inout HTTPRequest) throws(AWSError) -> Substring {
        guard template.hasPrefix("/{Bucket}") else { return template }
        let bucket = try labelText("Bucket")
        guard Self.isBucketName(bucket) else {
            throw failure("Bucket must be a name such as my-bucket: letters, digits, dots and hyphens.")
        }
        guard endpoint.takesBucketInHost, Self.isHostLabel(bucket) else { return template }
        request.host = "\(bucket).\(request.host)"
        return template.dropFirst("/{Bucket}".count)
    }

    /// Also names that only buckets of before 2018 in us-east-1 have, with capitals and underscores.
    private static func isBucketName(_ text: String) -> Bool {
        (3...255).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                $0.isLowercaseOrDigit || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || $0 == UInt8(ascii: "-")
                    || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_")
            }
    }

    /// A dot would leave the endpoint's certificate.
    private static func isHostLabel(_ text: String) -> Bool {
        text.utf8.count <= 63 && text.utf8.allSatisfy { $0.isLowercaseOrDigit || $0 == UInt8(ascii: "-") }
            && !text.hasPrefix("-") && !text.hasSuffix("-")
    }

    private func append(_ field: InputValue.Field, to query: inout [QueryItem]) {
        let name = field.member.wireName
        switch field.value {
        case .list(let elements, _, _):
            query += elements.compactMap { $0.text() }.map { QueryItem(name, $0) }
        case .map(let entries, _, _, _):
            query += entries.compactMap { entry in entry.value.text().map { QueryItem(entry.key, $0) } }
        case .structure, .string, .boolean, .number, .timestamp, .blob:
            if let text = field.value.text() { query.append(QueryItem(name, text)) }
        }
    }

    private func headerText(_ field: InputValue.Field) throws(AWSError) -> String {
        guard let text = field.value.text(timestamp: HTTPDate.format),
            text.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else { throw failure("\(field.member.name) must be printable ASCII text.") }
        return text
    }

    private func failure(_ message: String) -> AWSError {
        AWSError(kind: .invalidInput, operation: operation.id, message: message)
    }
}

extension Shape {
    fileprivate var hasBodyMembers: Bool {
        guard case .structure(let members) = self else { return false }
        return members.contains { $0.location == .body }
    }
}

extension UInt8 {
    fileprivate var isLowercaseOrDigit: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self)
    }
}
