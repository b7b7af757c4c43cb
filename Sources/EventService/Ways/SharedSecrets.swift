import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What those who may send events know: one secret a line of a file, any of which counts, so that one can follow the other.
package struct SharedSecrets: Sendable, CustomStringConvertible, CustomReflectable {
    /// A file that cannot be used, and why.
    package struct Mistake: Error, Hashable, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// Fewest characters of a secret: as many as 128 bits have in hexadecimal.
    static let fewest = 32

    let keys: [SymmetricKey]

    package var description: String { "\(keys.count) secrets" }
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// Reads a file that nobody but its owner, and its group at most, may read.
    package init(file path: String) throws(Mistake) {
        guard let facts = try? FileManager.default.attributesOfItem(atPath: path),
            let permissions = facts[.posixPermissions] as? UInt
        else {
            throw Mistake(description: "\(path) cannot be read. Write a secret there: openssl rand -hex 32 > \(path)")
        }
        guard permissions & 0o007 == 0 else {
            throw Mistake(
                description: "Everybody may read or write \(path), so it keeps no secret. Run: chmod 600 \(path)")
        }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Mistake(description: "\(path) cannot be read, or is not UTF-8 text.")
        }
        try self.init(text, named: path)
    }

    init(_ text: String, named name: String) throws(Mistake) {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingPrefix(while: \.isWhitespace) }
            .map { line in String(line.reversed().drop(while: \.isWhitespace).reversed()) }
            .filter { !$0.isEmpty && !$0.hasPrefix("#") }
        guard !lines.isEmpty, lines.allSatisfy({ $0.utf8.count >= Self.fewest }) else {
            throw Mistake(
                description: "\(name) must hold one secret a line, each of \(Self.fewest) characters or more. "
                    + "Make one with: openssl rand -hex 32")
        }
        keys = lines.map { SymmetricKey(data: Array($0.utf8)) }
    }
}
