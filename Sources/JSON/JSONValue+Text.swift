extension JSONValue: CustomStringConvertible {
    /// Compact text with names sorted: equal values have equal text, so the text can be hashed and compared.
    package var description: String { text(indent: nil) }

    /// The same with two spaces a level, for people.
    package var indented: String { text(indent: 0) }

    private func text(indent: Int?) -> String {
        var text: [UInt8] = []
        write(to: &text, indent: indent)
        return String(decoding: text, as: UTF8.self)
    }

    private func write(to text: inout [UInt8], indent: Int?) {
        switch self {
        case .null: text += "null".utf8
        case .bool(let value): text += (value ? "true" : "false").utf8
        case .number(let spelled): text += spelled.utf8
        case .string(let string): Self.quote(string, to: &text)
        case .array(let elements):
            Self.list(elements, "[", "]", to: &text, indent: indent) { $0.write(to: &$1, indent: $2) }
        case .object(let members):
            let sorted = members.sorted { $0.key < $1.key }
            Self.list(sorted, "{", "}", to: &text, indent: indent) { member, text, indent in
                Self.quote(member.key, to: &text)
                text.append(UInt8(ascii: ":"))
                if indent != nil { text.append(UInt8(ascii: " ")) }
                member.value.write(to: &text, indent: indent)
            }
        }
    }

    private static func list<Element>(
        _ elements: [Element], _ open: Unicode.Scalar, _ close: Unicode.Scalar, to text: inout [UInt8], indent: Int?,
        _ write: (Element, inout [UInt8], Int?) -> Void
    ) {
        func newLine(_ indent: Int) {
            text.append(UInt8(ascii: "\n"))
            text += repeatElement(UInt8(ascii: " "), count: 2 * indent)
        }
        text.append(UInt8(ascii: open))
        for (index, element) in elements.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            if let indent { newLine(indent + 1) }
            write(element, &text, indent.map { $0 + 1 })
        }
        if let indent, !elements.isEmpty { newLine(indent) }
        text.append(UInt8(ascii: close))
    }

    private static func quote(_ string: String, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        var string = string
        string.withUTF8 { bytes in
            // Most texts need no escape, and are copied whole. Every byte is looked at, so that many are at once.
            if bytes.reduce(UInt8(0), { $0 | (isEscaped($1) ? 1 : 0) }) != 0 {
                for byte in bytes { isEscaped(byte) ? escape(byte, to: &text) : text.append(byte) }
            } else {
                text.append(contentsOf: bytes)
            }
        }
        text.append(UInt8(ascii: "\""))
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
    }

    private static func escape(_ byte: UInt8, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(byte)
        case UInt8(ascii: "\n"): text.append(UInt8(ascii: "n"))
        case UInt8(ascii: "\r"): text.append(UInt8(ascii: "r"))
        case UInt8(ascii: "\t"): text.append(UInt8(ascii: "t"))
        default:
            text += (byte < 0x10 ? "u000" : "u00").utf8
            text += String(byte, radix: 16).utf8
        }
    }
}
