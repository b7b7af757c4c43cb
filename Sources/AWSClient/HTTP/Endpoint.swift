/// Where a service is reached.
package struct Endpoint: Hashable, Sendable {
    package let scheme: String
    package let host: String
    /// nil for the scheme's default port.
    package let port: Int?
    /// Path before that of an operation, without a slash at its end; usually empty.
    package let path: String
    /// Whether S3 buckets stand in the path: everywhere but on AWS's own endpoints.
    package let isPathStyle: Bool

    package init(scheme: String = "https", host: String, port: Int? = nil, path: String = "", isPathStyle: Bool = false)
    {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
        self.isPathStyle = isPathStyle
    }

    /// Reads an `http` or `https` URL without user, query and fragment; nil for any other text.
    package init?(_ url: String) {
        let parts = url.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "http" || parts[0] == "https" else { return nil }
        let slash = parts[1].firstIndex(of: "/") ?? parts[1].endIndex
        var authority = parts[1][..<slash]
        let path = parts[1][slash...]
        guard !path.contains(where: { "?#".contains($0) }), !authority.contains(where: { "@?#".contains($0) }) else {
            return nil
        }
        var port: Int?
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            guard let number = UInt16(authority[authority.index(after: colon)...]), number > 0 else { return nil }
            port = Int(number)
            authority = authority[..<colon]
        }
        guard !authority.isEmpty, authority.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        self.init(
            scheme: String(parts[0]), host: String(authority), port: port,
            path: path.hasSuffix("/") ? String(path.dropLast()) : String(path), isPathStyle: true)
    }

    /// The URL, for messages.
    package var url: String { "\(scheme)://\(host)\(port.map { ":\($0)" } ?? "")\(path)" }
}
