import JSON
import Testing

@testable import Engine

@Suite struct ExceptionJudgementTests {
    @Test("only a claim that is not valid raises an alert of its own; a near miss is told in the other")
    func told() {
        let verdicts: [ExceptionJudgement.Verdict] = [.exempt, .invalid, .unclaimed, .nearMiss]
        let judgements = verdicts.map { ExceptionJudgement($0, actions: ["a"], why: "w") }
        #expect(judgements.map(\.isAlarming) == [false, true, false, false])
        #expect(judgements.map(\.isTold) == [false, true, false, true])
    }

    @Test("programs read the record, its end and the flaw")
    func json() {
        let judgement = ExceptionJudgement(
            .invalid, actions: ["a"], record: Approved.instance, expires: Approved.until, flaw: .wrongAction, why: "w")
        #expect(
            judgement.json == [
                "verdict": "invalid", "why": "w", "record": "JIRA-1", "expires": .string(Approved.until),
                "flaw": "wrong-action", "actions": ["a"],
            ])
    }
}
