import Crypto

/// AWS Signature Version 4 in request headers.
package enum SigV4 {
    /// The request with `X-Amz-Date`, `X-Amz-Security-Token` (with a session) and `Authorization`.
    ///
    /// The `Host` header is signed as the transport sends it and need not be there. A request that was signed before can
    /// be signed again. Headers that proxies and the transport change (`User-Agent`, `Connection`, ...) are not signed.
    package static func sign(
        _ request: HTTPRequest, credentials: Credentials, service signingName: String, region: String,
        at seconds: Double
    ) -> HTTPRequest {
        var signed = request
        signed.headers.removeAll { written.contains($0.name.lowercased()) }
        let time = ISO8601.basic(seconds)
        let bodyHash = hex(SHA256.hash(data: request.body))
        signed.headers.append(HTTPHeader("X-Amz-Date", time))
        if let token = credentials.sessionToken {
            signed.headers.append(HTTPHeader("X-Amz-Security-Token", token))
        }
        if signingName == "s3" { signed.headers.append(HTTPHeader("X-Amz-Content-SHA256", bodyHash)) }

        let headers = canonicalHeaders(signed)
        let names = headers.map(\.name).joined(separator: ";")
        let canonical = [
            signed.method, canonicalPath(signed.path, isS3: signingName == "s3"), canonicalQuery(signed.query),
            headers.map { "\($0.name):\($0.value)\n" }.joined(), names, bodyHash,
        ].joined(separator: "\n")
        let date = String(time.prefix(8))
        let scope = "\(date)/\(region)/\(signingName)/aws4_request"
        let text = "AWS4-HMAC-SHA256\n\(time)\n\(scope)\n\(hex(SHA256.hash(data: Array(canonical.utf8))))"
        let key = [date, region, signingName, "aws4_request"].reduce(Array("AWS4\(credentials.secretAccessKey)".utf8)) {
            authenticationCode($1, key: $0)
        }
        let authorization =
            "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), SignedHeaders=\(names), "
            + "Signature=\(hex(authenticationCode(text, key: key)))"
        signed.headers.append(HTTPHeader("Authorization", authorization))
        return signed
    }

    /// Headers that signing writes itself.
    private static let written: Set<String> = [
        "authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256", "date",
    ]
    private static let unsigned: Set<String> = [
        "connection", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id",
    ]

    private static func canonicalHeaders(_ request: HTTPRequest) -> [HTTPHeader] {
        var values: [String: [String]] = [:]
        for header in request.headers {
            let name = header.name.lowercased()
            if !unsigned.contains(name) { values[name, default: []].append(collapsed(header.value)) }
        }
        if values["host"] == nil { values["host"] = [request.authority] }
        return values.sorted { $0.key < $1.key }.map { HTTPHeader($0.key, $0.value.joined(separator: ",")) }
    }

    /// Without space at the ends, and with one space where there were several.
    private static func collapsed(_ value: String) -> String {
        value.split { $0.isWhitespace }.joined(separator: " ")
    }

    private static func canonicalQuery(_ query: [QueryItem]) -> String {
        query.map { (PercentEncoding.encode($0.name), PercentEncoding.encode($0.value)) }
            .sorted { $0 < $1 }
            .map { "\($0)=\($1)" }
            .joined(separator: "&")
    }

    /// S3 signs the path as it is sent; all others sign it without dot segments and encoded once more.
    private static func canonicalPath(_ path: String, isS3: Bool) -> String {
        if isS3 { return path }
        var segments: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
        }
        let closing = path.hasSuffix("/") && !segments.isEmpty ? "/" : ""
        return PercentEncoding.encode("/\(segments.joined(separator: "/"))\(closing)", keepingSlashes: true)
    }

    private static func authenticationCode(_ text: String, key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key)))
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
