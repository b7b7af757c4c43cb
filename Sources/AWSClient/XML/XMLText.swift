import JSON

/// Character data of XML: references resolved, line ends made one, characters that XML forbids refused.
enum XMLText {
    /// Text with references; only the five predefined entities and numeric ones exist.
    static func decode(_ raw: ArraySlice<UInt8>) throws(XMLError) -> [UInt8] {
        guard raw.contains(UInt8(ascii: "&")) else { return try plain(raw) }
        var text: [UInt8] = []
        var offset = raw.startIndex
        while offset < raw.endIndex {
            let next = raw[offset...].firstIndex(of: UInt8(ascii: "&")) ?? raw.endIndex
            text += try plain(raw[offset..<next])
            offset = next
            if offset < raw.endIndex { text += try reference(raw, at: &offset) }
        }
        return text
    }

    /// Text without references, such as CDATA.
    static func plain(_ raw: ArraySlice<UInt8>) throws(XMLError) -> [UInt8] {
        if let bad = raw.firstIndex(where: { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }) {
            throw XMLError(reason: "a control character", offset: bad)
        }
        guard raw.contains(0x0D) else { return Array(raw) }
        var text: [UInt8] = []
        for (index, byte) in zip(raw.indices, raw) {
            if byte == 0x0D {
                text.append(0x0A)
            } else if byte != 0x0A || index == raw.startIndex || raw[index - 1] != 0x0D {
                text.append(byte)
            }
        }
        return text
    }

    /// Numeric references are at most `&#x10FFFF;` long, with room for zeros in front.
    private static let longestReference = 12

    private static func reference(_ raw: ArraySlice<UInt8>, at offset: inout Int) throws(XMLError) -> [UInt8] {
        let start = offset
        guard let end = raw[start...].prefix(longestReference).firstIndex(of: UInt8(ascii: ";")) else {
            throw XMLError(reason: "a reference without \";\"", offset: start)
        }
        offset = end + 1
        let name = raw[(start + 1)..<end]
        switch String(decoding: name, as: UTF8.self) {
        case "lt": return [UInt8(ascii: "<")]
        case "gt": return [UInt8(ascii: ">")]
        case "amp": return [UInt8(ascii: "&")]
        case "quot": return [UInt8(ascii: "\"")]
        case "apos": return [UInt8(ascii: "'")]
        default:
            guard let scalar = numericReference(name) else {
                throw XMLError(reason: "an unknown reference", offset: start)
            }
            return Array(String(Character(scalar)).utf8)
        }
    }

    private static func numericReference(_ name: ArraySlice<UInt8>) -> Unicode.Scalar? {
        guard name.first == UInt8(ascii: "#") else { return nil }
        var digits = name.dropFirst()
        var radix: UInt32 = 10
        if digits.first == UInt8(ascii: "x") {
            digits = digits.dropFirst()
            radix = 16
        }
        guard !digits.isEmpty else { return nil }
        var value: UInt32 = 0
        for byte in digits {
            guard let digit = byte.hexDigit, digit < radix, value <= 0x10FFFF else { return nil }
            value = value * radix + UInt32(digit)
        }
        guard value >= 0x20 || value == 0x09 || value == 0x0A || value == 0x0D, value & 0xFFFE != 0xFFFE else {
            return nil
        }
        return Unicode.Scalar(value)
    }
}
