import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Proves that who sends events knows the secret: `v1=` and the HMAC-SHA256 of the timestamp, a point, and the body, in
/// hexadecimal.
struct RequestSignature: Sendable {
    enum Flaw: Hashable, Sendable {
        case missing
        case malformed
        /// The clocks differ too much, or it is an old request.
        case outOfWindow
        case wrong

        var sentence: String {
            switch self {
            case .missing:
                "The request needs the headers X-Quell-Timestamp, seconds since 1970, and X-Quell-Signature, "
                    + "v1=HMAC-SHA256(secret, timestamp.body) in hexadecimal."
            case .malformed: "X-Quell-Timestamp must be whole seconds since 1970, X-Quell-Signature v1= and 64 digits."
            case .outOfWindow:
                "X-Quell-Timestamp is more than \(Int(RequestSignature.window)) seconds off. Is the clock right?"
            case .wrong: "X-Quell-Signature does not fit the timestamp, the body and the secret."
            }
        }
    }

    /// How far a timestamp may be from now, in seconds.
    static let window = 300.0
    private static let version = "v1="

    private let secrets: [SymmetricKey]

    init(_ secrets: SharedSecrets) { self.secrets = secrets.keys }

    /// What is wrong with a request; nil when it is signed with one of the secrets.
    func flaw(timestamp: String?, signature: String?, body: some Sequence<UInt8>, now: Double) -> Flaw? {
        guard let timestamp, let signature else { return .missing }
        guard let seconds = Int64(timestamp), signature.hasPrefix(Self.version),
            let code = Self.bytes(hexadecimal: signature.dropFirst(Self.version.count)), code.count == 32
        else { return .malformed }
        guard abs(Double(seconds) - now) <= Self.window else { return .outOfWindow }
        let signed = Array("\(timestamp).".utf8) + body
        // The comparison takes the same time wherever the codes differ, and every secret is tried.
        let fits = secrets.map {
            HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: signed, using: $0)
        }
        return fits.contains(true) ? nil : .wrong
    }

    static func bytes(hexadecimal text: Substring) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
