/// A pattern for ARNs, with `*` for any text and `?` for any character, as IAM's ArnLike understands them.
///
/// The first five parts are compared one by one, so a wildcard in one never reaches into the next.
package struct ARNPattern: Hashable, Sendable, CustomStringConvertible {
    package let description: String
    private let parts: [[UInt8]]

    /// Why a text is not a pattern for ARNs, and what to write instead.
    struct Mistake: Error, Hashable, CustomStringConvertible {
        let description: String
    }

    /// Reads `arn:partition:service:region:account:resource`.
    init(_ text: String) throws(Mistake) {
        let parts = Self.parts(text)
        guard parts.count == 6 else {
            throw Mistake(
                description: "has \(parts.count) parts between colons instead of the six of an ARN; write "
                    + "arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE, such as arn:aws:iam::*:role/break-glass/*")
        }
        guard parts[0] == Array("arn".utf8) else { throw Mistake(description: "must begin with \"arn:\"") }
        for (index, name) in [(1, "partition"), (2, "service"), (5, "resource")] where parts[index].isEmpty {
            throw Mistake(description: "has no \(name); write one, or * for any")
        }
        let account = parts[4]
        let isWild = account.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
        let isAccount = account.count == 12 && account.allSatisfy { (48...57).contains($0) }
        guard account.isEmpty || isWild || isAccount || account == Array("aws".utf8) else {
            throw Mistake(description: "has an account id that is not 12 digits; write * for any account")
        }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw Mistake(description: "has a space or a control character in it; ARNs have none")
        }
        self.parts = parts
        description = text
    }

    /// Whether the ARN fits; case counts, as it does in AWS.
    package func matches(_ arn: String) -> Bool {
        let candidate = Self.parts(arn)
        return candidate.count == parts.count && zip(parts, candidate).allSatisfy { Self.glob($0, $1) }
    }

    private static func parts(_ text: String) -> [[UInt8]] {
        Array(text.utf8).split(separator: UInt8(ascii: ":"), maxSplits: 5, omittingEmptySubsequences: false)
            .map(Array.init)
    }

    /// Walks once, going back only to the latest star, so no pattern takes exponential time.
    private static func glob(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
        var (p, t) = (0, 0)
        var retry: (p: Int, t: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
                retry = (p + 1, t)
                p += 1
            } else if p < pattern.count, pattern[p] == text[t] || pattern[p] == UInt8(ascii: "?") {
                p += 1
                t += 1
            } else if let star = retry {
                retry = (star.p, star.t + 1)
                (p, t) = (star.p, star.t + 1)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
