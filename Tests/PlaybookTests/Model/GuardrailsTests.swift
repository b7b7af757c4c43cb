import Playbook
import Testing

@Suite struct GuardrailsTests {
    @Test(
        "a limit is a count, a period and a scope",
        arguments: ["1/minute/account", "5/hour/account", "1000000/day/organization"])
    func limits(text: String) throws {
        let limit = try #require(Limit(text))
        #expect(limit.description == text)
        #expect([60, 3_600, 86_400].contains(limit.seconds))
    }

    @Test(
        "nothing else is a limit",
        arguments: [
            "", "5", "5/hour", "5/hour/account/x", "0/hour/account", "-1/hour/account", "+1/hour/account",
            "5/week/account",
            "5/hour/resource", "5 /hour/account", "1000001/day/account", "99999999999999999999/day/account", "//",
        ])
    func refuses(text: String) {
        #expect(Limit(text) == nil)
    }
}
