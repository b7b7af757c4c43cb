/// Times as HTTP writes them, such as `Wed, 25 Nov 2026 07:00:00 GMT`; on the other side seconds since 1970.
package enum HTTPDate {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Reads the form RFC 7231 prefers; its two obsolete forms, which AWS does not send, give nil.
    package static func parse(_ text: String) -> Double? {
        var reader = FieldReader(text)
        guard reader.word(weekdays) != nil, reader.skip(", "), let day = reader.digits(2), reader.skip(" "),
            let month = reader.word(months), reader.skip(" "), let year = reader.digits(4), reader.skip(" "),
            let hour = reader.digits(2), reader.skip(":"), let minute = reader.digits(2), reader.skip(":"),
            let second = reader.digits(2), reader.skip(" GMT"), reader.isAtEnd
        else { return nil }
        var time = CivilTime(year: year, month: month + 1, day: day)
        (time.hour, time.minute, time.second) = (hour, minute, second)
        return time.secondsSince1970.map(Double.init)
    }

    package static func format(_ seconds: Double) -> String {
        let range = CivilTime.range
        let bounded = seconds.isNaN ? 0 : min(max(seconds, Double(range.lowerBound)), Double(range.upperBound))
        let time = CivilTime(secondsSince1970: Int(bounded.rounded(.down)))
        return "\(weekdays[time.weekday]), \(time.day.padded(2)) \(months[time.month - 1]) \(time.year.padded(4)) "
            + "\(time.hour.padded(2)):\(time.minute.padded(2)):\(time.second.padded(2)) GMT"
    }
}
