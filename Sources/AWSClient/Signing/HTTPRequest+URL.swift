extension HTTPRequest {
    /// The query percent-encoded in the order it is sent, without the question mark; empty when there is none.
    package var encodedQuery: String {
        query.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }.joined(separator: "&")
    }

    /// Host and, where it is not the scheme's own, port: what the `Host` header holds.
    package var authority: String {
        guard let port, port != (scheme == "https" ? 443 : 80) else { return host }
        return "\(host):\(port)"
    }

    package var url: String {
        "\(scheme)://\(authority)\(path)" + (query.isEmpty ? "" : "?\(encodedQuery)")
    }
}
