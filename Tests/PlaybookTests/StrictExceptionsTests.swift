import Playbook
import Testing

@Suite struct StrictExceptionsTests {
    @Test(
        "an age is days or hours",
        arguments: [("90d", 7_776_000.0), ("36h", 129_600), ("1d", 86_400), ("3650d", 315_360_000)])
    func age(_ text: String, _ seconds: Double) throws {
        let age = try #require(StrictExceptions.Age(text))
        #expect(age.seconds == seconds)
        #expect(age.description == text)
    }

    @Test(
        "anything else is none",
        arguments: [
            "", "d", "0d", "-1d", "+1d", "01d", "1.5d", "90", "90 d", "90D", "3651d", "9999999999999999999d", "１d",
        ])
    func noAge(_ text: String) { #expect(StrictExceptions.Age(text) == nil) }

    @Test("a key is the sixty characters that stand in OpenSSL's public key")
    func key() {
        let key = "MCowBQYDK2VwAyEA1qmqY0fm+EgwRHSRSMvR8X/asOkPjZ9wp2lZXLzNLAo="
        #expect(StrictExceptions.isKey(key))
        for text in [
            "", String(key.dropLast()), key + "=", key.lowercased(), key.replacing("+", with: "-"),
            key.replacing("1q", with: "1é"),
        ] {
            #expect(!StrictExceptions.isKey(text))
        }
    }
}
