import JSON

/// An IP address as EventBridge compares it: 8 or 32 upper-case hexadecimal digits.
///
/// An IPv4-mapped IPv6 address becomes IPv4.
struct AddressDigits {
    /// The digits, as bytes in memory order; only the first `count` are of the address.
    private(set) var digits: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    private(set) var count: Int

    /// Reads an IPv4 or IPv6 literal; nil for any other text.
    init?(_ text: EventText, _ start: Int, _ length: Int) {
        if let address = Self.version4(text, start, start + length) {
            count = 8
            digits.0 = Self.spelled(address)
            return
        }
        guard let (high, low) = Self.version6(text, start, start + length) else { return nil }
        if high == 0, low >> 32 == 0xFFFF {
            count = 8
            digits.0 = Self.spelled(UInt32(truncatingIfNeeded: low))
            return
        }
        count = 32
        digits = (
            Self.spelled(UInt32(high >> 32)), Self.spelled(UInt32(truncatingIfNeeded: high)),
            Self.spelled(UInt32(low >> 32)), Self.spelled(UInt32(truncatingIfNeeded: low))
        )
    }

    /// Reads an IPv4 or IPv6 literal and answers its digits, or `nil` for any other text.
    static func parse(_ text: [UInt8]) -> [UInt8]? {
        text.withUnsafeBufferPointer { bytes in
            AddressDigits(EventText(bytes: bytes), 0, bytes.count).map { address in
                withUnsafeBytes(of: address.digits) { Array($0.prefix(address.count)) }
            }
        }
    }

    static func digits(_ octets: [UInt8]) -> [UInt8] {
        octets.flatMap { [digit($0 >> 4), digit($0 & 15)] }
    }

    static func octets(_ digits: [UInt8]) -> [UInt8] {
        stride(from: 0, to: digits.count - 1, by: 2).map { at in
            (digits[at].hexDigit ?? 0) << 4 | (digits[at + 1].hexDigit ?? 0)
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    /// Eight digits, the first one in the first byte.
    private static func spelled(_ value: UInt32) -> UInt64 {
        var word: UInt64 = 0
        for index in 0..<8 {
            let nibble = UInt8(truncatingIfNeeded: value >> UInt32(28 - 4 * index)) & 15
            word |= UInt64(digit(nibble)) << UInt64(8 * index)
        }
        return UInt64(littleEndian: word)
    }

    private static func version4(_ text: EventText, _ start: Int, _ end: Int) -> UInt32? {
        var address: UInt32 = 0
        var octet: UInt32?
        var dots = 0
        for position in start..<end {
            let byte = text[position]
            if byte.isDigit {
                let value = (octet ?? 0) * 10 + UInt32(byte - UInt8(ascii: "0"))
                guard value <= 255 else { return nil }
                octet = value
            } else {
                guard byte == UInt8(ascii: "."), let value = octet, dots < 3 else { return nil }
                address = address << 8 | value
                octet = nil
                dots += 1
            }
        }
        guard dots == 3, let octet else { return nil }
        return address << 8 | octet
    }

    private static func version6(_ text: EventText, _ start: Int, _ end: Int) -> (UInt64, UInt64)? {
        let colon = UInt8(ascii: ":")
        let isGap = { (position: Int) in position + 1 < end && text[position] == colon && text[position + 1] == colon }
        var groups = SIMD8<UInt16>()
        var count = 0
        var gap: Int?
        var position = start
        if isGap(position) {
            gap = 0
            position += 2
        }
        while position < end {
            let first = position
            var group: UInt16 = 0
            while position < end, position < first + 4, let digit = text[position].hexDigit {
                group = group << 4 | UInt16(digit)
                position += 1
            }
            guard position > first, count < 8 else { return nil }
            groups[count] = group
            count += 1
            if position == end { break }
            if gap == nil, isGap(position) {
                gap = count
                position += 2
            } else {
                position += 1
                guard text[position - 1] == colon, position < end else { return nil }
            }
        }
        return spread(groups, count, gap)
    }

    /// Puts the groups after a gap at the end.
    private static func spread(_ groups: SIMD8<UInt16>, _ count: Int, _ gap: Int?) -> (UInt64, UInt64)? {
        guard gap == nil ? count == 8 : count < 8 else { return nil }
        var words: (UInt64, UInt64) = (0, 0)
        for index in 0..<count {
            let place = index < gap ?? 8 ? index : index + 8 - count
            let shift = UInt64(48 - 16 * (place % 4))
            let group = UInt64(groups[index]) << shift
            if place < 4 { words.0 |= group } else { words.1 |= group }
        }
        return words
    }
}
