import AWSClient
import ActionKit
import JSON
import Testing

@testable import Engine

/// Requests and approvals as the engine writes them.
enum Approvals {
    static let hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    static let until = 1_800_000_000.0

    static func request(people: Int = 1, requester: Identity = People.engine) -> ApprovalRequest {
        let plan = Plan(
            action: "test.mark", resource: Sample.arn, steps: [TagStep.set("a", from: nil, to: "1")],
            residualRisk: ["Sessions last."])
        return ApprovalRequest(
            planned: Planned(phase: .contain, account: Sample.account, plans: [plan], reasons: [:], hash: hash),
            until: ISO8601.format(until), seconds: 86_400, people: people, requester: requester, escalate: nil,
            changes: [])
    }

    static func consent(_ person: Identity, plan: String = hash) -> Consent {
        Consent(by: person, plan: plan, method: "test")
    }

    static func after(_ records: [Record], people: Int = 1, requester: Identity = People.engine) -> Approval {
        var approval = Approval(request(people: people, requester: requester))
        for record in records { approval.receive(record) }
        return approval
    }
}

@Suite struct ApprovalTests {
    private let now = Approvals.until - 1
    private let alice = Record.approved(Approvals.consent(People.alice))
    private let bob = Record.approved(Approvals.consent(People.bob))

    @Test("one approval is enough for one, and two people for two")
    func counts() {
        #expect(Approvals.after([]).state(at: now) == .waiting)
        #expect(Approvals.after([alice]).state(at: now) == .approved)
        #expect(Approvals.after([alice], people: 2).state(at: now) == .waiting)
        #expect(Approvals.after([alice, bob], people: 2).state(at: now) == .approved)
    }

    @Test("approvals that should not be in the journal do not count")
    func forged() {
        #expect(Approvals.after([alice, alice], people: 2).state(at: now) == .waiting)
        #expect(Approvals.after([alice], requester: People.alice).state(at: now) == .waiting)
        let session = Record.approved(Approvals.consent(People.session("alice")))
        #expect(Approvals.after([alice, session], people: 2).state(at: now) == .waiting)
        let machine = Record.approved(Approvals.consent(People.session("botocore-session-1")))
        #expect(Approvals.after([machine]).state(at: now) == .waiting)
        let other = Record.approved(Approvals.consent(People.alice, plan: "00"))
        #expect(Approvals.after([other]).state(at: now) == .waiting)
    }

    @Test("when the time is over, nothing is approved any more")
    func expires() {
        for records in [[], [alice]] {
            let approval = Approvals.after(records)
            #expect(approval.state(at: Approvals.until) == .expired)
            #expect(approval.mustExpire(at: Approvals.until))
            #expect(approval.objection(to: People.bob, plan: Approvals.hash, at: Approvals.until)?.kind == .expired)
        }
        let told = Approvals.after([.approvalExpired(plan: Approvals.hash)])
        #expect(!told.mustExpire(at: Approvals.until) && told.state(at: now) == .expired)
    }

    @Test("a declined plan stays declined, and a used one used")
    func ends() {
        let declined = Approvals.after([.declined(Refusal(by: People.bob, plan: Approvals.hash, why: "w")), alice])
        #expect(declined.state(at: now) == .declined)
        #expect(declined.objection(to: People.alice, plan: Approvals.hash, at: now)?.kind == .declined)
        let used = Approvals.after([alice, .planned(Approvals.request().planned), bob])
        #expect(used.state(at: now) == .used && used.state(at: Approvals.until) == .used)
        #expect(used.objection(to: People.bob, plan: Approvals.hash, at: now)?.kind == .used)
        #expect(used.consents.count == 1)
    }

    @Test(
        "objects",
        arguments: [
            (People.alice, "0123456", Approval.Objection.Kind.shortPlan), (People.alice, "01234568", .otherPlan),
            (People.engine, Approvals.hash, .anonymous), (People.bob, "0123456789ABCDEF", .requester),
            (People.session("BOB", role: "Other"), "01234567", .requester),
            (People.user("carol"), "01234567", .again), (People.session("i-0123456789abcdef0"), "01234567", .anonymous),
        ])
    func objects(_ person: Identity, _ plan: String, _ kind: Approval.Objection.Kind) {
        let carol = Record.approved(Approvals.consent(People.session("carol")))
        let approval = Approvals.after([carol], people: 2, requester: People.bob)
        #expect(approval.objection(to: person, plan: plan, at: now)?.kind == kind)
        #expect(approval.objection(to: People.alice, plan: "01234567", at: now) == nil)
    }

    @Test("people are told what, until when, and how")
    func tells() {
        let approval = Approvals.after([])
        let notice = approval.notice(of: "e")
        #expect(notice.plan == Approvals.hash && notice.until == approval.request.until)
        #expect(notice.steps == ["Set the tag a."])
        #expect(notice.commands.contains("quell approvals approve e --plan 0123456789abcdef"))
        let conclusion = approval.conclusion(of: "e", at: now)
        #expect(conclusion.outcome == .held && conclusion.residualRisk == ["Sessions last."])
        #expect(approval.conclusion(of: "e", at: Approvals.until).why.contains("Nobody has approved"))
    }
}
