import Testing

@testable import AWSClient

@Suite struct CivilTimeTests {
    @Test("every day from 1599 to 2401 follows the day before, and comes back to the same second")
    func everyDay() {
        var previous = CivilTime(secondsSince1970: -11_707_718_400)
        for days in -135_506...157_400 {
            let time = CivilTime(secondsSince1970: days * 86_400)
            guard time.secondsSince1970 == days * 86_400 else {
                Issue.record("day \(days) comes back as \(time)")
                return
            }
            let follows =
                (time.day == previous.day + 1 && time.month == previous.month)
                || (time.day == 1 && (time.month == previous.month + 1 || time.month == 1))
            guard days == -135_506 || follows else {
                Issue.record("\(time) does not follow \(previous)")
                return
            }
            previous = time
        }
        #expect(previous.year == 2400)
    }

    @Test("knows the weekday", arguments: [(0, 4), (1_795_590_000, 3), (-86_400, 3), (951_782_400, 2)])
    func weekday(_ seconds: Int, _ weekday: Int) {
        #expect(CivilTime(secondsSince1970: seconds).weekday == weekday)
    }
}
