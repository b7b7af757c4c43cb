/// Where the Runtime API is: a host and a port, as AWS_LAMBDA_RUNTIME_API names them.
package struct RuntimeEndpoint: Hashable, Sendable, CustomStringConvertible {
    package let host: String
    package let port: Int

    /// Reads `127.0.0.1:9001`; nil for anything else than a host's name or IPv4 address and a port.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.allSatisfy(Self.isHostByte),
            parts[1].utf8.allSatisfy({ (48...57).contains($0) }), let port = Int(parts[1]), (1...65_535).contains(port)
        else { return nil }
        host = String(parts[0])
        self.port = port
    }

    package var description: String { "\(host):\(port)" }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
