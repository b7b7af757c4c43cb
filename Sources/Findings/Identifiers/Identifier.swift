import JSON

/// A text that was checked to have a shape, such as an account id; of two shapes the compiler tells apart.
package struct Identifier<Shape: IdentifierShape>: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    /// Answers nil when the text does not have the shape.
    package init?(_ text: some StringProtocol) {
        guard Shape.accepts(Array(text.utf8)) else { return nil }
        description = String(text)
    }
}

/// What an identifier looks like.
package protocol IdentifierShape: Sendable {
    /// The shape in words, such as `12 digits`.
    static var words: String { get }
    static func accepts(_ text: [UInt8]) -> Bool
}

extension Identifier: Comparable {
    package static func < (first: Self, second: Self) -> Bool { first.description < second.description }
}

extension Identifier: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let identifier = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(Shape.words) expected")
        }
        self = identifier
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension UInt8 {
    var isLower: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
    var isUpper: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
    var isLowerHex: Bool { isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self) }
    var isAlphanumeric: Bool { isDigit || isLower || isUpper }
    /// A letter, a digit or an underscore.
    var isWord: Bool { isAlphanumeric || self == UInt8(ascii: "_") }
    var isVisible: Bool { (0x20...0x7E).contains(self) }
}

extension [UInt8] {
    /// Whether the text is `prefix` and then as many lower-case hexadecimal digits.
    func isHexID(_ prefix: StaticString, digits: ClosedRange<Int>) -> Bool {
        let start = prefix.withUTF8Buffer { Array($0) }
        let rest = dropFirst(start.count)
        return starts(with: start) && digits.contains(rest.count) && rest.allSatisfy(\.isLowerHex)
    }
}
