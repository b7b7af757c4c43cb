import AWSClient
import Playbook
import Testing

@testable import Engine

@Suite struct ExceptionJudgeTests {
    typealias Verdict = ExceptionJudge.Verdict

    static let now: Double = ISO8601.parse("2026-03-01T10:00:00Z") ?? 0

    private func verdict(
        _ tags: [String: String], _ register: ExceptionRegister, value: String? = nil, maxAge: String? = nil,
        arn: String? = Sample.arn, action: String? = "test.isolate", finding: String? = Sample.type,
        now: Double = ExceptionJudgeTests.now
    ) -> Verdict {
        let terms = StrictExceptions(
            value: value, maxAge: maxAge.flatMap(StrictExceptions.Age.init), records: .journal)
        return ExceptionJudge(tag: "SecurityException", terms: terms, register: register, now: now)
            .verdict(on: ExceptionSubject(arn: arn, tags: tags), action: action, finding: finding)
    }

    private static let other: String = "arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef1"
    private static let claim: [String: String] = ["SecurityException": "JIRA-1"]

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var value = "JIRA-1"
        var pattern: String?
        var maxAge: String?
        var register: ExceptionRegister
        /// nil when it exempts.
        let flaw: ExceptionFlaw?

        init(
            _ name: String, _ register: ExceptionRegister, _ flaw: ExceptionFlaw?, value: String = "JIRA-1",
            pattern: String? = nil, maxAge: String? = nil
        ) {
            (testDescription, self.register, self.flaw) = (name, register, flaw)
            (self.value, self.pattern, self.maxAge) = (value, pattern, maxAge)
        }
    }

    private static func one(
        _ name: String, _ record: ExceptionRecord, _ flaw: ExceptionFlaw?, maxAge: String? = nil
    ) -> Case { Case(name, Approved.register(record), flaw, maxAge: maxAge) }

    static let cases: [Case] = [
        one("approved", Approved.record(), nil),
        one("one of several resources", Approved.record(resources: [other, Sample.arn]), nil),
        one("this action", Approved.record(actions: ["test.mark", "test.isolate"]), nil),
        one("this finding", Approved.record(findings: ["Recon:*", "Backdoor:EC2/*"]), nil),
        Case("a value of the form", Approved.register(Approved.record()), nil, pattern: "JIRA-*"),
        one("within the greatest age", Approved.record(approved: "2026-02-28T10:00:01Z"), nil, maxAge: "24h"),
        Case("no record at all", Approved.register(), .noRecord),
        Case("another id", Approved.register(Approved.record(id: "JIRA-10", resources: [other])), .noRecord),
        Case("case counts", Approved.register(Approved.record(resources: [other])), .noRecord, value: "jira-1"),
        Case("no value", Approved.register(), .noRecord, value: ""),
        Case("another form", Approved.register(Approved.record(resources: [other])), .badValue, pattern: "SEC-*"),
        Case("unsigned", .untrusted(.unsigned), .unsigned),
        Case("signed by a stranger", .untrusted(.badSignature), .badSignature),
        Case("revoked", Approved.register(revoked: ["JIRA-1"]), .revoked),
        one("another resource", Approved.record(resources: [other]), .wrongResource),
        one("a prefix of the ARN", Approved.record(resources: [String(Sample.arn.dropLast())]), .wrongResource),
        one("expired", Approved.record(until: "2026-03-01T10:00:00Z"), .expired),
        one("not begun", Approved.record(approved: "2026-03-01T10:00:01Z"), .notYet),
        one("too old", Approved.record(approved: "2026-02-28T10:00:00Z"), .expired, maxAge: "24h"),
        one("a time that is none", Approved.record(until: "soon"), .expired),
        one("other actions", Approved.record(actions: ["test.mark"]), .wrongAction),
        one("other findings", Approved.record(findings: ["Recon:*"]), .wrongFinding),
    ]

    @Test("a tag is worth what its record is", arguments: cases)
    func worth(_ each: Case) {
        let found = verdict(
            ["SecurityException": each.value], each.register, value: each.pattern, maxAge: each.maxAge)
        guard let flaw = each.flaw else {
            guard case .exempt(let record, _) = found else { return #expect(Bool(false), "\(found)") }
            #expect(record.id == "JIRA-1")
            return
        }
        #expect(found == .invalid(flaw))
    }

    @Test("every flaw has its case")
    func whole() { #expect(Set(Self.cases.compactMap(\.flaw)) == Set(ExceptionFlaw.allCases)) }

    @Test("an exemption says when it ends: at its own time, or at the greatest age")
    func end() {
        let record = Approved.record(approved: "2026-02-28T10:00:00Z", until: "2026-03-31T00:00:00Z")
        let found = Approved.register(record)
        #expect(verdict(Self.claim, found) == .exempt(record, until: "2026-03-31T00:00:00Z"))
        #expect(verdict(Self.claim, found, maxAge: "2d") == .exempt(record, until: "2026-03-02T10:00:00Z"))
    }

    @Test(
        "an approval whose tag is gone, or names another record, is unclaimed as long as it holds",
        arguments: [[:], ["SecurityException": "other"], ["SecurityException": ""], ["securityexception": "JIRA-1"]])
    func unclaimed(_ tags: [String: String]) {
        let record = Approved.record()
        #expect(verdict(tags, Approved.register(record)) == .unclaimed(record))
        let ended = Approved.register(Approved.record(until: "2026-02-01T00:00:00Z"))
        let otherAction = Approved.register(Approved.record(actions: ["test.mark"]))
        for register in [ended, otherAction, Approved.register(record, revoked: ["JIRA-1"])] {
            guard case .unclaimed = verdict(tags, register) else { continue }
            #expect(Bool(false), "\(register) holds no more")
        }
    }

    @Test(
        "without tag and approval there is no exception, and a resource without an ARN has none",
        arguments: [Sample.arn, nil])
    func none(_ arn: String?) {
        let stranger = Approved.register(Approved.record(resources: [Self.other]))
        #expect(verdict([:], stranger, arn: arn) == .none)
        #expect(verdict([:], .untrusted(.unsigned), arn: arn) == .none)
        #expect(verdict(Self.claim, stranger, arn: arn) == .invalid(.wrongResource))
    }

    @Test("a key that looks like the tag is told of", arguments: [["Name": "x", "securityexception": "JIRA-1"]])
    func nearMiss(_ tags: [String: String]) {
        #expect(verdict(tags, Approved.register()) == .nearMiss(["securityexception"]))
        #expect(verdict(tags.merging(Self.claim) { $1 }, Approved.register()) == .invalid(.noRecord))
    }

    @Test("records that cannot be read leave everything open", arguments: [[:], claim, ["x": "y"]])
    func unknown(_ tags: [String: String]) {
        #expect(verdict(tags, .unreadable("gone")) == .unknown("gone"))
    }

    @Test("for any action and finding, scopes do not count; resources and times do")
    func any() {
        let record = Approved.record(actions: ["test.mark"], findings: ["Recon:*"])
        #expect(
            verdict(Self.claim, Approved.register(record), action: nil, finding: nil)
                == .exempt(record, until: Approved.until))
        let expired = Approved.register(Approved.record(until: "2026-02-01T00:00:00Z"))
        #expect(verdict(Self.claim, expired, action: nil, finding: nil) == .invalid(.expired))
    }

    @Test("lists what ends soon, the first to end first")
    func ending() {
        let register = Approved.register(
            Approved.record(id: "a", until: "2026-03-10T00:00:00Z"),
            Approved.record(id: "b", until: "2026-03-05T00:00:00Z"),
            Approved.record(id: "c", until: "2026-03-16T00:00:00Z"),
            Approved.record(id: "d", until: "2026-02-05T00:00:00Z"))
        let judge = ExceptionJudge(
            tag: "t", terms: StrictExceptions(records: .journal), register: register, now: Self.now)
        #expect(judge.ending(within: 14 * 86_400).map(\.record.id) == ["b", "a"])
        #expect(judge.ending(within: 14 * 86_400).map(\.until).first == "2026-03-05T00:00:00Z")
    }

    @Test("of many ARNs that are alike only the very same is exempt")
    func exact() {
        var dice = SystemRandomNumberGenerator()
        let letters = Array("ab")
        func name() -> String {
            "arn:aws:s3:::"
                + String(
                    (0..<Int.random(in: 1...6, using: &dice)).map { _ in letters[Int.random(in: 0...1, using: &dice)] })
        }
        for _ in 0..<20_000 {
            let (one, other) = (name(), name())
            let found = verdict(Self.claim, Approved.register(Approved.record(resources: [one])), arn: other)
            #expect((found == .invalid(.wrongResource)) == (one != other))
        }
    }
}
