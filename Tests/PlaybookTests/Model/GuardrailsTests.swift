import Playbook
import Testing

@Suite struct GuardrailsTests {
    @Test(
        "a limit is a count, a period and a scope",
        arguments: ["1/minute/account", "1/hour/resource", "2/day/unit", "1000000/day/organization"])
    func limits(text: String) throws {
        let limit = try #require(Limit(text))
        #expect(limit.description == text)
        #expect([60, 3_600, 86_400].contains(limit.seconds))
    }

    @Test("an account is in the unit that names it, and in none otherwise")
    func units() {
        let guardrails = Guardrails(
            protect: [], limits: [:], units: ["production": ["111122223333"], "test": ["222233334444"]])
        #expect(guardrails.unit(of: "222233334444") == "test")
        #expect(guardrails.unit(of: "333344445555") == nil)
    }

    @Test("without a word of the playbook the guards have their standard values")
    func standards() {
        let guardrails = Guardrails(protect: [], limits: [:])
        #expect(guardrails.correlated == 10)
        #expect(guardrails.repeats == 3)
        #expect(guardrails.backlog == Guardrails.Backlog(minutes: 15, isApplied: false))
    }

    @Test(
        "nothing else is a limit",
        arguments: [
            "", "5", "5/hour", "5/hour/account/x", "0/hour/account", "-1/hour/account", "+1/hour/account",
            "5/week/account",
            "5/hour/team", "5 /hour/account", "1000001/day/account", "99999999999999999999/day/account", "//",
        ])
    func refuses(text: String) {
        #expect(Limit(text) == nil)
    }
}
