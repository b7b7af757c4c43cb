/// Points in time as AWS writes them, without Foundation. Seconds are since 1970 in UTC.
package enum Timestamp {
    struct Civil: Equatable {
        var year: Int
        var month: Int
        var day: Int
        var hour: Int
        var minute: Int
        var second: Int
    }

    /// ISO 8601 to the second, such as `2026-11-25T07:00:00Z`.
    package static func text(_ seconds: Double) -> String {
        let time = civil(seconds)
        return "\(pad(time.year, 4))-\(pad(time.month))-\(pad(time.day))T"
            + "\(pad(time.hour)):\(pad(time.minute)):\(pad(time.second))Z"
    }

    /// The basic form signatures use, such as `20261125T070000Z`.
    package static func basicText(_ seconds: Double) -> String {
        text(seconds).filter { $0 != "-" && $0 != ":" }
    }

    /// Reads ISO 8601 with `Z` or an offset, with or without a fraction; nil for anything else.
    package static func seconds(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == 0x54, bytes[13] == 0x3A,
            bytes[16] == 0x3A, let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
            let day = number(bytes[8..<10]), let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]),
            let second = number(bytes[17..<19]), (1...12).contains(month), (1...31).contains(day), hour < 24,
            minute < 60, second < 61
        else { return nil }
        var rest = bytes[19...]
        var fraction = 0.0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty, let value = Double("0." + String(decoding: digits, as: UTF8.self)) else {
                return nil
            }
            fraction = value
            rest = rest.dropFirst(1 + digits.count)
        }
        guard let offset = offset(rest) else { return nil }
        let time = Civil(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        return Double(days(time) * 86_400 + hour * 3_600 + minute * 60 + second - offset) + fraction
    }

    /// Reads the date of an HTTP header, such as `Wed, 25 Nov 2026 07:00:00 GMT`; nil for anything else.
    package static func httpSeconds(_ text: String) -> Double? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let day = Int(words[1]), let year = Int(words[3]),
            let month = months.firstIndex(of: String(words[2]))
        else { return nil }
        let clock = words[4].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3, clock.allSatisfy({ (0...60).contains($0) }), (1...31).contains(day),
            (1970...9999).contains(year)
        else { return nil }
        let time = Civil(
            year: year, month: month + 1, day: day, hour: clock[0], minute: clock[1], second: clock[2])
        return Double(days(time) * 86_400 + time.hour * 3_600 + time.minute * 60 + time.second)
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int? {
        if bytes.elementsEqual([UInt8(ascii: "Z")]) { return 0 }
        let sign = bytes.first == UInt8(ascii: "+") ? 1 : bytes.first == UInt8(ascii: "-") ? -1 : 0
        let digits = bytes.dropFirst().filter { $0 != 0x3A }
        guard sign != 0, digits.count == 4, let hours = number(digits[..<2]), let minutes = number(digits[2...]) else {
            return nil
        }
        return sign * (hours * 3_600 + minutes * 60)
    }

    private static func number(_ digits: some Collection<UInt8>) -> Int? {
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func pad(_ value: Int, _ width: Int = 2) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// Days since 1970 in the proleptic Gregorian calendar (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    private static func days(_ time: Civil) -> Int {
        let year = time.month <= 2 ? time.year - 1 : time.year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (time.month + (time.month > 2 ? -3 : 9)) + 2) / 5 + time.day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    static func civil(_ seconds: Double) -> Civil {
        let whole = Int(max(-62_135_596_800, min(seconds, 253_402_300_799)).rounded(.down))
        let day = whole >= 0 ? whole / 86_400 : (whole - 86_399) / 86_400
        let rest = whole - day * 86_400
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        return Civil(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * part + 2) / 5 + 1, hour: rest / 3_600, minute: rest % 3_600 / 60,
            second: rest % 60)
    }
}
