/// Decodes one quoted JSON string: escapes, surrogate pairs, and well-formed UTF-8.
enum JSONString {
    /// Reads the string whose opening quote is at `offset` and leaves `offset` behind its closing quote.
    static func read(_ bytes: [UInt8], at offset: inout Int) throws(JSONError) -> [UInt8] {
        let opening = offset
        offset += 1
        if let text = plain(bytes, from: offset) {
            offset += text.count + 1
            return text
        }
        var text: [UInt8] = []
        while true {
            let start = offset
            skipPlain(bytes, &offset)
            guard offset < bytes.count else { break }
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                text += bytes[start..<offset]
                offset += 1
                guard isWellFormed(text) else {
                    throw JSONError(reason: "the string is not well-formed UTF-8", offset: opening)
                }
                return text
            case UInt8(ascii: "\\"):
                text += bytes[start..<offset]
                try appendEscape(bytes, at: &offset, to: &text)
            default:
                throw JSONError(reason: "a control character must be escaped in a string", offset: offset)
            }
        }
        throw JSONError(reason: "a string is not closed", offset: opening)
    }

    /// The string up to its quote, where it is ASCII without escapes, as nearly every one is.
    private static func plain(_ bytes: [UInt8], from start: Int) -> [UInt8]? {
        bytes.withUnsafeBufferPointer { bytes in
            var end = start
            while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
                guard (0x20..<0x80).contains(bytes[end]), bytes[end] != UInt8(ascii: "\\") else { return nil }
                end += 1
            }
            return end < bytes.count ? Array(UnsafeBufferPointer(rebasing: bytes[start..<end])) : nil
        }
    }

    /// Goes on to the next quote, backslash or control character, or to the end.
    private static func skipPlain(_ bytes: [UInt8], _ offset: inout Int) {
        offset = bytes.withUnsafeBufferPointer { bytes in
            var position = offset
            while position < bytes.count, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\"),
                bytes[position] >= 0x20
            {
                position += 1
            }
            return position
        }
    }

    private static func isWellFormed(_ text: [UInt8]) -> Bool {
        text.allSatisfy { $0 < 0x80 } || String(validating: text, as: UTF8.self) != nil
    }

    private static func appendEscape(
        _ bytes: [UInt8], at offset: inout Int, to text: inout [UInt8]
    ) throws(JSONError) {
        let start = offset
        offset += 1
        guard offset < bytes.count else { throw JSONError(reason: "a string is not closed", offset: start) }
        let code = bytes[offset]
        offset += 1
        switch code {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(code)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): try appendUnicode(bytes, at: &offset, start: start, to: &text)
        default: throw JSONError(reason: "unknown escape in a string", offset: start)
        }
    }

    /// A lone surrogate becomes "?", as in Java's UTF-8 encoder, which the service uses.
    private static func appendUnicode(
        _ bytes: [UInt8], at offset: inout Int, start: Int, to text: inout [UInt8]
    ) throws(JSONError) {
        let unit = try hexUnit(bytes, at: &offset, start: start)
        if let scalar = Unicode.Scalar(unit) {
            text.append(contentsOf: Array(String(Character(scalar)).utf8))
            return
        }
        let isHigh = unit < 0xDC00
        let followed =
            offset + 1 < bytes.count && bytes[offset] == UInt8(ascii: "\\")
            && bytes[offset + 1] == UInt8(ascii: "u")
        if isHigh, followed {
            var ahead = offset + 2
            let low = try hexUnit(bytes, at: &ahead, start: offset)
            if (0xDC00...0xDFFF).contains(low),
                let scalar = Unicode.Scalar(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
            {
                offset = ahead
                text.append(contentsOf: Array(String(Character(scalar)).utf8))
                return
            }
        }
        text.append(UInt8(ascii: "?"))
    }

    private static func hexUnit(_ bytes: [UInt8], at offset: inout Int, start: Int) throws(JSONError) -> UInt32 {
        guard offset + 4 <= bytes.count else {
            throw JSONError(reason: "\\u needs four hexadecimal digits", offset: start)
        }
        var unit: UInt32 = 0
        for byte in bytes[offset..<offset + 4] {
            guard let digit = byte.hexDigit else {
                throw JSONError(reason: "\\u needs four hexadecimal digits", offset: start)
            }
            unit = unit << 4 | UInt32(digit)
        }
        offset += 4
        return unit
    }
}
