import ActionKit
import JSON
import Testing

@testable import Engine

@Suite struct ApprovalDeskTests {
    @Test("lists what was asked, newest first, and knows no other")
    func lists() async throws {
        let stage = try Stage(approval: "required")
        let first = try await stage.respond()
        let second = try await stage.respond(Sample.event(finding: "26afba5c5c43e07c9e3e5e2e544e95df"))
        let papers = try await stage.desk(People.alice).papers()
        #expect(papers.count == 1, "the second finding is not confirmed, so nothing waits")
        #expect(papers.first?.execution.id == first.execution && papers.first?.state == .waiting)
        #expect(second.conclusion.outcome == .notConfirmed)
        await #expect(throws: JournalError.self) { try await stage.desk(People.alice).paper("none") }
        do {
            _ = try await stage.desk(People.alice).approve(second.execution, plan: Approvals.hash, method: "test")
            Issue.record("nothing waits there")
        } catch let objection as Approval.Objection {
            #expect(objection.kind == .noApproval)
        }
    }

    @Test("of many people at once only as many as needed approve, each once")
    func concurrent() async throws {
        let stage = try Stage(approval: "{ people: 2 }")
        let id = try await stage.respond().execution
        let plan = try await stage.desk(People.alice).paper(id).approval.plan
        let taken = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<8 {
                let desk = stage.desk(People.user("person-\(number % 4)"))
                group.addTask {
                    (try? await desk.approve(id, plan: plan, method: "test")) != nil
                }
            }
            return await group.reduce(0) { $1 ? $0 + 1 : $0 }
        }
        let paper = try await stage.desk(People.alice).paper(id)
        #expect(taken == 2 && paper.approval.consents.count == 2 && paper.state == .approved)
        #expect(Set(paper.approval.consents.map(\.by)).count == 2)
    }

    @Test("a decline after the plan was used is not taken")
    func late() async throws {
        let stage = try Stage(approval: "required")
        let id = try await stage.respond().execution
        let plan = try await stage.desk(People.alice).paper(id).approval.plan
        _ = try await stage.desk(People.alice).approve(id, plan: plan, method: "test")
        _ = try await stage.responder().apply(id)
        do {
            _ = try await stage.desk(People.bob).decline(id, plan: plan, why: "Too late.")
            Issue.record("it was taken")
        } catch let objection as Approval.Objection {
            #expect(objection.kind == .used)
        }
        #expect(try await stage.execution(id).conclusion?.outcome == .contained)
    }
}
