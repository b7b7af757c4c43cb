import JSON

/// Percent-encoding of UTF-8 text as AWS signs it: only `A-Z a-z 0-9 - . _ ~` stay as they are.
package enum PercentEncoding {
    package static func encode(_ text: String, keepingSlashes: Bool = false) -> String {
        encode(text) { $0 == UInt8(ascii: "/") && keepingSlashes ? $0 : nil }
    }

    /// As the bodies of forms write it: a space becomes `+`.
    package static func encodeForm(_ text: String) -> String {
        encode(text) { $0 == UInt8(ascii: " ") ? UInt8(ascii: "+") : nil }
    }

    /// The text behind a percent-encoded one; nil when an escape is cut short or the bytes are no UTF-8.
    package static func decode(_ text: String) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.next()?.hexDigit, let low = rest.next()?.hexDigit else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func encode(_ text: String, special: (UInt8) -> UInt8?) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if isUnreserved(byte) {
                encoded.append(byte)
            } else if let replacement = special(byte) {
                encoded.append(replacement)
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
