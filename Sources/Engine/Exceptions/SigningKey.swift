import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A key of Ed25519 that signs files of exception records, in the form that OpenSSL reads and writes.
package struct SigningKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// What stands before the 32 bytes of a private key in PKCS #8, and of a public one in SPKI.
    private static let privateFrame: [UInt8] = [
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ]
    private static let publicFrame: [UInt8] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]
    private static let (begin, end) = ("-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----")

    /// A new one.
    package init() { key = Curve25519.Signing.PrivateKey() }

    /// Reads a PEM file; nil for anything but one private key of Ed25519.
    package init?(pem: String) {
        let lines = pem.split(whereSeparator: \.isNewline)
        guard lines.count == 3, lines[0] == Self.begin, lines[2] == Self.end,
            let bytes = Data(base64Encoded: String(lines[1])), bytes.count == Self.privateFrame.count + 32,
            bytes.starts(with: Self.privateFrame),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes.dropFirst(Self.privateFrame.count))
        else { return nil }
        self.key = key
    }

    package var pem: String {
        let bytes = Data(Self.privateFrame) + key.rawRepresentation
        return "\(Self.begin)\n\(bytes.base64EncodedString())\n\(Self.end)\n"
    }

    /// What a playbook lists under `exceptions.keys`.
    package var publicText: String { (Data(Self.publicFrame) + key.publicKey.rawRepresentation).base64EncodedString() }

    /// The signature of a text, in base64.
    package func sign(_ text: String) throws -> String {
        Data(try key.signature(for: Data(text.utf8))).base64EncodedString()
    }

    /// Whether one of the public keys made a signature of a text.
    package static func isSigned(_ text: String, by signature: String, keys: [String]) -> Bool {
        let trimmed = String(signature.filter { !$0.isWhitespace })
        guard let signature = Data(base64Encoded: trimmed) else { return false }
        return keys.contains { key in
            guard let bytes = Data(base64Encoded: key), bytes.starts(with: publicFrame),
                let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes.dropFirst(publicFrame.count))
            else { return false }
            return key.isValidSignature(signature, for: Data(text.utf8))
        }
    }
}
