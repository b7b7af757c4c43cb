import JSON

extension EventText {
    /// Decodes the escapes of the inside of a string, which the scan has checked, and answers the length.
    ///
    /// A decoded text is never longer. A lone surrogate becomes "?", as in Java's UTF-8 encoder, which the service uses.
    func decode(_ start: Int, _ end: Int, into target: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var length = 0
        var position = start
        while position < end {
            let byte = self[position]
            position += 1
            guard byte == UInt8(ascii: "\\") else {
                target[length] = byte
                length += 1
                continue
            }
            let code = self[position]
            position += 1
            if code == UInt8(ascii: "u") {
                let scalar = scalar(&position, end)
                for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                    target[length] = byte
                    length += 1
                }
            } else {
                target[length] = Self.meaning(code)
                length += 1
            }
        }
        return length
    }

    private static func meaning(_ code: UInt8) -> UInt8 {
        switch code {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: code
        }
    }

    /// The character whose first four digits are at `position`, and of whose second half, if it has one, all is there.
    private func scalar(_ position: inout Int, _ end: Int) -> Unicode.Scalar {
        let unit = unit(position)
        position += 4
        if let scalar = Unicode.Scalar(unit) { return scalar }
        if unit < 0xDC00, position + 6 <= end, self[position] == UInt8(ascii: "\\"),
            self[position + 1] == UInt8(ascii: "u")
        {
            let low = self.unit(position + 2)
            if (0xDC00...0xDFFF).contains(low),
                let scalar = Unicode.Scalar(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
            {
                position += 6
                return scalar
            }
        }
        return "?"
    }

    private func unit(_ position: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 << 4 | UInt32(self[position + $1].hexDigit ?? 0) }
    }
}
