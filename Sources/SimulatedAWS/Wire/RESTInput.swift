import AWSClient
import JSON

/// Finds the operation of a REST request by method and path, and gathers its input from path, query, headers and body.
struct RESTInput {
    static func read(_ request: HTTPRequest, _ services: [Service]) throws(Refusal) -> (Operation, JSONValue) {
        let path = pathWithBucket(request, services)
        for operation in [Operation].of(services) where operation.method == request.method {
            guard let labels = labels(of: path, request.query, operation.uri) else { continue }
            guard case .structure(let members) = operation.input else { return (operation, [:]) }
            return (operation, .object(try input(request, labels, members)))
        }
        throw Refusal("UnknownOperationException", "Nothing is at \(request.method) \(request.path).", status: 404)
    }

    /// S3 takes a bucket as the first label of the host or of the path.
    private static func pathWithBucket(_ request: HTTPRequest, _ services: [Service]) -> String {
        guard services.contains(where: { $0.id == "s3" }), let cut = request.host.firstRange(of: ".s3.") else {
            return request.path
        }
        return "/\(request.host[..<cut.lowerBound])\(request.path == "/" ? "" : request.path)"
    }

    /// The values of the labels; nil when the path or a fixed part of the query is another operation's.
    private static func labels(of path: String, _ query: [QueryItem], _ uri: String) -> [String: String]? {
        let halves = uri.split(separator: "?", maxSplits: 1)
        if halves.count == 2 {
            for item in halves[1].split(separator: "&") {
                let pair = item.split(separator: "=", maxSplits: 1)
                guard query.contains(where: { $0.name == pair[0] && $0.value == (pair.count == 2 ? pair[1] : "") })
                else { return nil }
            }
        }
        let template = (halves.first ?? "/").split(separator: "/")
        let segments = path.split(separator: "/")
        guard template.count == segments.count else { return nil }
        var labels: [String: String] = [:]
        for (wanted, found) in zip(template, segments) {
            guard wanted.hasPrefix("{") else {
                if wanted != found { return nil }
                continue
            }
            labels[String(wanted.dropFirst().dropLast())] = PercentEncoding.decode(String(found))
        }
        return labels
    }

    private static func input(
        _ request: HTTPRequest, _ labels: [String: String], _ members: [Shape.Member]
    ) throws(Refusal) -> [String: JSONValue] {
        let hasBody = members.contains { $0.location == .body }
        var values = hasBody ? try JSONInput.body(request, members) : [:]
        for member in members {
            let texts: [String]
            switch member.location {
            case .uri: texts = labels[member.wireName].map { [$0] } ?? []
            case .queryString: texts = request.query.filter { $0.name == member.wireName }.map(\.value)
            case .header: texts = request.header(member.wireName.lowercased()).map { [$0] } ?? []
            case .body, .payload: continue
            }
            guard let text = texts.first else { continue }
            switch member.shape {
            case .list: values[member.name] = .array(texts.map(JSONValue.string))
            case .integer, .double: values[member.name] = .number(text)
            case .boolean: values[member.name] = .bool(text == "true")
            case .structure, .map, .string, .policyDocument, .timestamp, .blob: values[member.name] = .string(text)
            }
        }
        return values
    }
}
