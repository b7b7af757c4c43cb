import Crypto

/// Signs requests with AWS Signature Version 4.
package enum SigV4 {
    /// The request with its date, token and `Authorization` headers. `seconds` is the time of signing since 1970.
    ///
    /// S3 paths are signed as they are sent and carry the hash of the body; all others are normalised and encoded once more.
    package static func sign(
        _ request: HTTPRequest, credentials: Credentials, service: String, region: String, at seconds: Double
    ) -> HTTPRequest {
        var signed = request
        let date = Timestamp.basicText(seconds)
        let bodyHash = hex(SHA256.hash(data: request.body))
        signed.headers.append(HTTPHeader("X-Amz-Date", date))
        if let token = credentials.sessionToken { signed.headers.append(HTTPHeader("X-Amz-Security-Token", token)) }
        if service == "s3" { signed.headers.append(HTTPHeader("X-Amz-Content-SHA256", bodyHash)) }

        let headers = canonicalHeaders(signed)
        let names = headers.map(\.name).joined(separator: ";")
        let canonical = [
            signed.method, canonicalPath(signed.path, service: service), canonicalQuery(signed.query),
            headers.map { "\($0.name):\($0.value)\n" }.joined(), names, bodyHash,
        ].joined(separator: "\n")
        let scope = "\(date.prefix(8))/\(region)/\(service)/aws4_request"
        let text = "AWS4-HMAC-SHA256\n\(date)\n\(scope)\n\(hex(SHA256.hash(data: Array(canonical.utf8))))"
        let key = [String(date.prefix(8)), region, service, "aws4_request"].reduce(
            Array("AWS4\(credentials.secretAccessKey)".utf8)
        ) { key, part in hmac(part, key: key) }
        let signature = hex(hmac(text, key: key))
        signed.headers.append(
            HTTPHeader(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), SignedHeaders=\(names), "
                    + "Signature=\(signature)"))
        return signed
    }

    private static func canonicalHeaders(_ request: HTTPRequest) -> [HTTPHeader] {
        var headers = [HTTPHeader("host", request.authority)]
        for header in request.headers {
            let name = header.name.lowercased()
            guard
                !["host", "connection", "expect", "user-agent", "x-amzn-trace-id", "transfer-encoding"].contains(name)
            else { continue }
            headers.append(HTTPHeader(name, collapsed(header.value)))
        }
        return headers.sorted { $0.name < $1.name }
    }

    /// Runs of spaces count as one, and none at the ends.
    private static func collapsed(_ value: String) -> String {
        value.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }).joined(separator: " ")
    }

    private static func canonicalPath(_ path: String, service: String) -> String {
        if service == "s3" { return path.isEmpty ? "/" : path }
        var segments: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
        }
        let hasEndSlash = path.hasSuffix("/") && !segments.isEmpty
        return PercentEncoding.encodePath("/" + segments.joined(separator: "/") + (hasEndSlash ? "/" : ""))
    }

    private static func canonicalQuery(_ items: [QueryItem]) -> String {
        items.map { (PercentEncoding.encode($0.name), PercentEncoding.encode($0.value)) }
            .sorted { $0 < $1 }
            .map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    }

    private static func hmac(_ text: String, key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key)))
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension HTTPRequest {
    /// Host, with the port where it is not the scheme's own.
    package var authority: String {
        guard let port, port != (scheme == "https" ? 443 : 80) else { return host }
        return "\(host):\(port)"
    }

    /// Path and query as they are sent.
    package var target: String {
        query.isEmpty ? path : "\(path)?\(PercentEncoding.query(query))"
    }
}
