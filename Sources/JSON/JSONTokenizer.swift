/// Reads strict JSON token by token, as EventBridge does: no comments, no trailing commas, no leading zeros,
/// no raw control characters; text after the root value is ignored.
///
/// Depth, names, numbers and strings have the limits of Jackson 2.15, which the service uses.
package struct JSONTokenizer {
    package enum Limit {
        static let depth = 1_000
        static let name = 50_000
        static let number = 1_000
        static let string = 20_000_000
    }

    private enum Expectation {
        case value, firstNameOrEnd, name, firstElementOrEnd, commaOrEnd, nothing
    }

    private let bytes: [UInt8]
    /// Where the next byte is read.
    package private(set) var offset = 0
    /// Where the token returned last begins.
    package private(set) var tokenStart = 0
    private var containers: [Bool] = []  // true for an object
    private var expectation = Expectation.value

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    package mutating func next() throws(JSONError) -> JSONToken {
        if expectation == .nothing { return .end }
        skipSpace()
        if expectation == .commaOrEnd, let token = try closeOrSkipComma() { return token }
        tokenStart = offset
        switch expectation {
        case .firstNameOrEnd where peek() == UInt8(ascii: "}"): return close()
        case .firstElementOrEnd where peek() == UInt8(ascii: "]"): return close()
        case .firstNameOrEnd, .name: return try readName()
        case .firstElementOrEnd, .value, .commaOrEnd, .nothing: return try readValue()
        }
    }

    /// Takes the comma before the next member or element, or closes the container.
    private mutating func closeOrSkipComma() throws(JSONError) -> JSONToken? {
        let inObject = containers.last ?? false
        tokenStart = offset
        switch peek() {
        case UInt8(ascii: ","):
            offset += 1
            skipSpace()
            expectation = inObject ? .name : .value
            return nil
        case UInt8(ascii: "}") where inObject, UInt8(ascii: "]") where !inObject:
            return close()
        default:
            throw unexpected(inObject ? "a comma or \"}\" was expected" : "a comma or \"]\" was expected")
        }
    }

    private mutating func close() -> JSONToken {
        offset += 1
        let wasObject = containers.removeLast()
        valueEnded()
        return wasObject ? .endObject : .endArray
    }

    private mutating func valueEnded() {
        expectation = containers.isEmpty ? .nothing : .commaOrEnd
    }

    private mutating func readName() throws(JSONError) -> JSONToken {
        guard peek() == UInt8(ascii: "\"") else { throw unexpected("a member name in double quotes was expected") }
        let name = try readString(limit: Limit.name)
        skipSpace()
        guard peek() == UInt8(ascii: ":") else { throw unexpected("a colon was expected after the member name") }
        offset += 1
        expectation = .value
        return .name(name)
    }

    private mutating func readValue() throws(JSONError) -> JSONToken {
        switch peek() {
        case UInt8(ascii: "{"): return try open(object: true)
        case UInt8(ascii: "["): return try open(object: false)
        case UInt8(ascii: "\""):
            let text = try readString(limit: Limit.string)
            valueEnded()
            return .string(text)
        case UInt8(ascii: "t"): return try readLiteral("true", .bool(true))
        case UInt8(ascii: "f"): return try readLiteral("false", .bool(false))
        case UInt8(ascii: "n"): return try readLiteral("null", .null)
        case let byte? where byte == UInt8(ascii: "-") || byte.isDigit: return try readNumber()
        default: throw unexpected("a value was expected")
        }
    }

    private mutating func open(object: Bool) throws(JSONError) -> JSONToken {
        guard containers.count < Limit.depth else { throw failure("nesting is deeper than \(Limit.depth) levels") }
        offset += 1
        containers.append(object)
        expectation = object ? .firstNameOrEnd : .firstElementOrEnd
        return object ? .beginObject : .beginArray
    }

    private mutating func readLiteral(_ text: StaticString, _ token: JSONToken) throws(JSONError) -> JSONToken {
        let wanted = text.withUTF8Buffer { Array($0) }
        guard bytes[offset...].starts(with: wanted) else { throw failure("unknown word; true, false or null expected") }
        offset += wanted.count
        if let byte = peek(), byte.isWordPart { throw failure("unknown word; true, false or null expected") }
        valueEnded()
        return token
    }

    private mutating func readNumber() throws(JSONError) -> JSONToken {
        let start = offset
        if peek() == UInt8(ascii: "-") { offset += 1 }
        if peek() == UInt8(ascii: "0") {
            offset += 1
            if let byte = peek(), byte.isDigit { throw failure("leading zeros are not allowed in numbers") }
        } else {
            try readDigits()
        }
        if peek() == UInt8(ascii: ".") {
            offset += 1
            try readDigits()
        }
        if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
            offset += 1
            if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { offset += 1 }
            try readDigits()
        }
        if let byte = peek(), byte.isWordPart || byte == UInt8(ascii: ".") { throw failure("the number is malformed") }
        guard offset - start <= Limit.number else {
            throw failure("a number is longer than \(Limit.number) characters")
        }
        valueEnded()
        return .number(Array(bytes[start..<offset]))
    }

    private mutating func readDigits() throws(JSONError) {
        guard let byte = peek(), byte.isDigit else { throw failure("a digit was expected in a number") }
        while let byte = peek(), byte.isDigit { offset += 1 }
    }

    private mutating func readString(limit: Int) throws(JSONError) -> [UInt8] {
        let text = try JSONString.read(bytes, at: &offset)
        guard text.count <= limit else { throw failure("a string is longer than \(limit) bytes") }
        return text
    }

    private mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }

    private func peek() -> UInt8? {
        offset < bytes.count ? bytes[offset] : nil
    }

    private func failure(_ reason: String) -> JSONError {
        JSONError(reason: reason, offset: offset)
    }

    private func unexpected(_ expected: String) -> JSONError {
        guard let byte = peek() else { return failure("the text ends too early: \(expected)") }
        let shown = (0x20..<0x7F).contains(byte) ? "\"\(Character(UnicodeScalar(byte)))\"" : "byte \(byte)"
        return failure("unexpected \(shown): \(expected)")
    }
}

extension UInt8 {
    fileprivate var isWordPart: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) || self == UInt8(ascii: "_")
    }
}
