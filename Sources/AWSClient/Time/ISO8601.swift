import JSON

/// Times as ISO 8601 text in UTC; on the other side seconds since 1970.
package enum ISO8601 {
    /// `2026-11-25T07:00:00Z`, with up to six digits of fraction where there is one.
    ///
    /// Seconds before the year 0 or after 9999 count as the nearest that has four digits of year.
    package static func format(_ seconds: Double) -> String {
        let (time, micros) = split(seconds)
        var fraction = ""
        if micros > 0 {
            fraction = ".\(micros.padded(6))"
            while fraction.hasSuffix("0") { fraction.removeLast() }
        }
        return "\(time.year.padded(4))-\(time.month.padded(2))-\(time.day.padded(2))"
            + "T\(time.hour.padded(2)):\(time.minute.padded(2)):\(time.second.padded(2))\(fraction)Z"
    }

    /// `20261125T070000Z`, as signatures write it.
    package static func basic(_ seconds: Double) -> String {
        let (time, _) = split(seconds.rounded(.down))
        return "\(time.year.padded(4))\(time.month.padded(2))\(time.day.padded(2))"
            + "T\(time.hour.padded(2))\(time.minute.padded(2))\(time.second.padded(2))Z"
    }

    /// Reads `2026-11-25T07:00:00Z`, with any fraction and any offset such as `+01:00`; no zone means UTC.
    package static func parse(_ text: String) -> Double? {
        var reader = FieldReader(text)
        guard let year = reader.digits(4), reader.skip("-"), let month = reader.digits(2), reader.skip("-"),
            let day = reader.digits(2), reader.skip("T") || reader.skip("t") || reader.skip(" "),
            let hour = reader.digits(2), reader.skip(":"), let minute = reader.digits(2), reader.skip(":"),
            let second = reader.digits(2)
        else { return nil }
        var time = CivilTime(year: year, month: month, day: day)
        (time.hour, time.minute, time.second) = (hour, minute, second)
        var fraction = 0.0
        if reader.skip(".") || reader.skip(",") {
            guard let read = reader.fraction() else { return nil }
            fraction = read
        }
        guard let whole = time.secondsSince1970, let offset = zone(&reader), reader.isAtEnd else { return nil }
        return Double(whole - offset) + fraction
    }

    /// The offset from UTC in seconds.
    private static func zone(_ reader: inout FieldReader) -> Int? {
        if reader.isAtEnd || reader.skip("Z") || reader.skip("z") { return 0 }
        let isEast = reader.skip("+")
        guard isEast || reader.skip("-"), let hours = reader.digits(2) else { return nil }
        _ = reader.skip(":")
        guard let minutes = reader.digits(2), hours < 24, minutes < 60 else { return nil }
        return (hours * 3_600 + minutes * 60) * (isEast ? 1 : -1)
    }

    private static func split(_ seconds: Double) -> (CivilTime, micros: Int) {
        let first = Double(CivilTime.range.lowerBound)
        let last = Double(CivilTime.range.upperBound)
        // A clock that is not a number gives 1970 rather than a trap.
        let bounded = seconds.isNaN ? 0 : min(max(seconds, first), last)
        var whole = Int(bounded.rounded(.down))
        var micros = Int(((bounded - Double(whole)) * 1_000_000).rounded())
        if micros == 1_000_000 { (whole, micros) = (whole + 1, 0) }
        return (CivilTime(secondsSince1970: whole), micros)
    }
}

/// Reads fixed-width fields of ASCII text from left to right.
struct FieldReader {
    private let bytes: [UInt8]
    private var offset = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { offset == bytes.count }

    mutating func skip(_ expected: String) -> Bool {
        guard bytes[offset...].starts(with: expected.utf8) else { return false }
        offset += expected.utf8.count
        return true
    }

    mutating func digits(_ count: Int) -> Int? {
        guard bytes.count - offset >= count else { return nil }
        var value = 0
        for byte in bytes[offset..<offset + count] {
            guard byte.isDigit else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        offset += count
        return value
    }

    /// The digits that follow as a part of one; digits after the ninth do not count.
    mutating func fraction() -> Double? {
        let start = offset
        var value = 0
        var scale = 1
        while offset < bytes.count, bytes[offset].isDigit {
            if scale < 1_000_000_000 {
                value = value * 10 + Int(bytes[offset] - UInt8(ascii: "0"))
                scale *= 10
            }
            offset += 1
        }
        return offset > start ? Double(value) / Double(scale) : nil
    }

    mutating func word(_ choices: [String]) -> Int? {
        for (index, choice) in choices.enumerated() where skip(choice) { return index }
        return nil
    }
}
