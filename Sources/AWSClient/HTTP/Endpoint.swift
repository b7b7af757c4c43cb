/// Where the requests of a service go: what a URL says before the operation's own path.
package struct Endpoint: Hashable, Sendable, CustomStringConvertible {
    /// `http` or `https`.
    package let scheme: String
    package let host: String
    /// nil for the scheme's default port.
    package let port: Int?
    /// Path that comes before the operation's own: empty, or begins with a slash and does not end with one.
    package let path: String

    /// Reads a URL such as `https://ec2.eu-west-1.amazonaws.com` or `http://127.0.0.1:5000/base`.
    ///
    /// nil for another scheme, and for a URL with a user, a query, a fragment, or a character that does not belong
    /// there.
    package init?(_ url: String) {
        let parts = url.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "http" || parts[0] == "https" else { return nil }
        scheme = String(parts[0])
        let rest = parts[1]
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        guard let (host, port) = Self.authority(rest[..<slash]) else { return nil }
        self.host = host
        self.port = port
        var path = rest[slash...]
        while path.hasSuffix("/") { path.removeLast() }
        guard path.utf8.allSatisfy(Self.isPathByte), !path.split(separator: "/").contains(where: { $0 == ".." })
        else { return nil }
        self.path = String(path)
    }

    /// What an error may say of a URL that was refused: no user with a password, and no query, which may hold a token.
    static func sayable(_ url: String) -> String {
        let bare = url.prefix { $0 != "?" && $0 != "#" }
        let start = bare.firstRange(of: "://")?.upperBound ?? bare.startIndex
        guard let at = bare[start...].lastIndex(of: "@") else { return String(bare) }
        return "\(bare[..<start])…\(bare[at...])"
    }

    package var description: String { "\(scheme)://\(host)\(port.map { ":\($0)" } ?? "")\(path)" }

    /// Whether the host is S3's own, where a bucket can be the first label of the host.
    ///
    /// Emulators and VPC endpoints of other names get the bucket in the path.
    package var takesBucketInHost: Bool {
        let labels = host.split(separator: ".")
        guard port == nil, path.isEmpty, let first = labels.first, first == "s3" || first.hasPrefix("s3-") else {
            return false
        }
        return Self.suffixes.contains { host.hasSuffix($0) }
    }

    /// DNS suffixes of the AWS partitions.
    private static let suffixes = [
        ".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".api.aws", ".c2s.ic.gov", ".sc2s.sgov.gov",
        ".cloud.adc-e.uk", ".csp.hci.ic.gov",
    ]

    private static func authority(_ text: Substring) -> (host: String, port: Int?)? {
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]") else { return nil }
            let address = text[text.index(after: text.startIndex)..<close]
            guard !address.isEmpty, address.utf8.allSatisfy({ $0.isHexOrColon }) else { return nil }
            return withPort("[\(address)]", text[text.index(after: close)...])
        }
        let colon = text.firstIndex(of: ":") ?? text.endIndex
        let host = text[..<colon]
        guard !host.isEmpty, host.utf8.allSatisfy(isHostByte) else { return nil }
        return withPort(host.lowercased(), text[colon...])
    }

    private static func withPort(_ host: String, _ rest: Substring) -> (host: String, port: Int?)? {
        if rest.isEmpty { return (host, nil) }
        let digits = rest.dropFirst()
        guard rest.hasPrefix(":"), digits.utf8.allSatisfy({ (48...57).contains($0) }), let port = Int(digits),
            (1...65_535).contains(port)
        else { return nil }
        return (host, port)
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func isPathByte(_ byte: UInt8) -> Bool {
        isHostByte(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "~") || byte == UInt8(ascii: "%")
    }
}

extension UInt8 {
    fileprivate var isHexOrColon: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: ":"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
