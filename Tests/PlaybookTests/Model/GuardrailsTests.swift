import Playbook
import Testing

@Suite struct GuardrailsTests {
    @Test(
        "a limit is a count, a period and a scope",
        arguments: ["1/minute/resource", "5/hour/account", "1000000/day/organization"])
    func limits(text: String) throws {
        let limit = try #require(Limit(text))
        #expect(limit.description == text)
        #expect([60, 3_600, 86_400].contains(limit.per.seconds))
    }

    @Test(
        "nothing else is a limit",
        arguments: [
            "", "5", "5/hour", "5/hour/account/x", "0/hour/account", "-1/hour/account", "+1/hour/account",
            "5/week/account",
            "5/hour/region", "5 /hour/account", "1000001/day/account", "99999999999999999999/day/account", "//",
        ])
    func refuses(text: String) {
        #expect(Limit(text) == nil)
    }

    @Test("protection names the pattern that protects")
    func protection() throws {
        let top = "guardrails: {protect: ['arn:aws:iam::*:role/a*', 'arn:aws:s3:::*']}\n"
        let guardrails = try StandIns.read(StandIns.rule(top: top)).guardrails
        #expect(guardrails.protection(of: "arn:aws:s3:::b")?.description == "arn:aws:s3:::*")
        #expect(guardrails.protection(of: "arn:aws:iam::111122223333:role/b") == nil)
    }
}
