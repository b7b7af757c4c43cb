import JSON

/// A single value of a YAML text, typed by the core schema of YAML 1.2 and no other.
///
/// Words that only YAML 1.1 takes for something else (`yes`, `on`, `12:30:45`, `1_000`) are texts. A plain number that
/// begins with 0 is refused, as it may be an account id, an octal number or a decimal one.
struct YAMLScalar {
    enum Typed: Equatable {
        case value(JSONValue)
        /// Why it has no value, and what to write.
        case mistake(String)
    }

    let text: String
    /// Neither quoted nor in a block.
    let isPlain: Bool
    /// The tag as written, resolved to its full name; empty when there is none.
    let tag: String

    private static let standardTags = "tag:yaml.org,2002:"

    var typed: Typed {
        switch tag {
        case "" where isPlain: Self.plain(text)
        case "", "!", Self.standardTags + "str": .value(.string(text))
        case Self.standardTags + "null", Self.standardTags + "bool", Self.standardTags + "int",
            Self.standardTags + "float":
            tagged
        default: .mistake("the tag \(tag.quoted) is not known; write the value without it")
        }
    }

    /// The word for the kind of value, as messages to people use it.
    var kind: String {
        if case .value(let value) = typed { return value.kind == "a string" ? "a text" : value.kind }
        return "not a value"
    }

    /// Whether YAML 1.1 would have read the text as true or false.
    var isOldFlag: Bool {
        isPlain && tag.isEmpty && ["yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
    }

    private var tagged: Typed {
        let wanted = tag.dropFirst(Self.standardTags.count)
        let plain = Self.plain(text)
        switch plain {
        case .value(.null) where wanted == "null": return plain
        case .value(.bool) where wanted == "bool": return plain
        case .value(.number(let spelled)) where wanted == "int" && Int(spelled) != nil: return plain
        case .value(.number) where wanted == "float": return plain
        case .value, .mistake: return .mistake("\(text.quoted) is not \(wanted), as its tag says; leave the tag out")
        }
    }

    private static func plain(_ text: String) -> Typed {
        switch text {
        case "", "~", "null", "Null", "NULL": return .value(.null)
        case "true", "True", "TRUE": return .value(.bool(true))
        case "false", "False", "FALSE": return .value(.bool(false))
        default: break
        }
        let bytes = Array(text.utf8)
        if let radix = radix(bytes) { return prefixed(text, radix: radix) }
        let isSigned = bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+")
        let unsigned = text.dropFirst(isSigned ? 1 : 0)
        if [".inf", ".Inf", ".INF"].contains(unsigned) || [".nan", ".NaN", ".NAN"].contains(text) {
            return .mistake("\(text.quoted) is a number that JSON does not have; quote it if it is a text")
        }
        return number(Array(unsigned.utf8), isNegative: isSigned && bytes[0] == UInt8(ascii: "-"))
            ?? .value(.string(text))
    }

    private static func radix(_ bytes: [UInt8]) -> Int? {
        guard bytes.count > 2, bytes[0] == UInt8(ascii: "0") else { return nil }
        switch bytes[1] {
        case UInt8(ascii: "o"): return bytes[2...].allSatisfy { (48...55).contains($0) } ? 8 : nil
        case UInt8(ascii: "x"): return bytes[2...].allSatisfy { Character(UnicodeScalar($0)).isHexDigit } ? 16 : nil
        default: return nil
        }
    }

    private static func prefixed(_ text: String, radix: Int) -> Typed {
        guard let value = Int(text.dropFirst(2), radix: radix) else {
            return .mistake("\(text.quoted) is too large a number; quote it if it is a text")
        }
        return .value(.number(String(value)))
    }

    /// Spells a decimal number as JSON does; nil when it is not one.
    private static func number(_ bytes: [UInt8], isNegative: Bool) -> Typed? {
        var rest = bytes[...]
        let whole = takeDigits(&rest)
        var fraction: ArraySlice<UInt8> = []
        let hasPoint = rest.first == UInt8(ascii: ".")
        if hasPoint {
            rest.removeFirst()
            fraction = takeDigits(&rest)
        }
        guard !whole.isEmpty || !fraction.isEmpty, let exponent = exponent(rest) else { return nil }
        if whole.count > 1, whole.first == UInt8(ascii: "0") {
            let text = (isNegative ? "-" : "") + String(decoding: bytes, as: UTF8.self)
            return .mistake(
                "\(text.quoted) is a number that begins with 0; quote it if it is a text, such as an account id")
        }
        var spelled = isNegative ? "-" : ""
        spelled += whole.isEmpty ? "0" : String(decoding: whole, as: UTF8.self)
        if hasPoint { spelled += "." + (fraction.isEmpty ? "0" : String(decoding: fraction, as: UTF8.self)) }
        return .value(.number(spelled + exponent))
    }

    private static func exponent(_ bytes: ArraySlice<UInt8>) -> String? {
        guard let first = bytes.first else { return "" }
        guard first == UInt8(ascii: "e") || first == UInt8(ascii: "E") else { return nil }
        var digits = bytes.dropFirst()
        if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { digits.removeFirst() }
        guard !digits.isEmpty, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func takeDigits(_ bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let digits = bytes.prefix { (48...57).contains($0) }
        bytes = bytes[digits.endIndex...]
        return digits
    }
}
