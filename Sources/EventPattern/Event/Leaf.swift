import JSON

/// One scalar of an event: its text, and which array elements it lies in.
struct Leaf: Hashable, Sendable {
    /// The element of one array instance that a leaf lies in.
    struct Element: Hashable, Sendable {
        let array: Int
        let index: Int
    }

    enum Kind: Hashable, Sendable { case string, number, literal }

    let kind: Kind
    /// Strings decoded and between double quotes, everything else as spelled: what value patterns compare.
    let text: [UInt8]
    /// The value of a number that can be compared; nil for every other leaf.
    let number: ComparableNumber?
    /// The elements, one for each array around the leaf whose element is an object or an array.
    let membership: [Element]

    init(string: [UInt8], in membership: [Element]) {
        kind = .string
        text = [UInt8(ascii: "\"")] + string + [UInt8(ascii: "\"")]
        number = nil
        self.membership = membership
    }

    init(literal: StaticString, in membership: [Element]) {
        kind = .literal
        text = literal.withUTF8Buffer { Array($0) }
        number = nil
        self.membership = membership
    }

    /// A number; the service carries fractions and exponents in a double before it compares them, integers as text.
    init(number spelled: [UInt8], in membership: [Element], carriesFloats: Bool) {
        kind = .number
        text = carriesFloats ? Self.throughDouble(spelled) : spelled
        number = ComparableNumber(text)
        self.membership = membership
    }

    private static func throughDouble(_ spelled: [UInt8]) -> [UInt8] {
        let isInteger = spelled.allSatisfy { $0.isDigit || $0 == UInt8(ascii: "-") }
        guard !isInteger, let value = Double(String(decoding: spelled, as: UTF8.self)) else { return spelled }
        guard value.isFinite else { return Array((value < 0 ? "-Infinity" : "Infinity").utf8) }
        return Array(ComparableNumber.shortest(value).utf8)
    }
}
