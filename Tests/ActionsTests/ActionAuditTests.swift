import AWSClient
import ActionKit
import JSON
import Testing

/// An audit that finds nothing wrong anywhere proves nothing: these are faults it must find.
@Suite struct ActionAuditTests {
    @Test("names permissions that are missing, and permissions nobody uses")
    func permissions() {
        let problems = ActionAudit.compare(
            "reads", declared: [IAM.getUser, IAM.getUser, IAM.getRole],
            used: [["iam:GetUser"], ["iam:ListAccessKeys"]],
            "iam.x")
        #expect(problems.count == 3)
        #expect(problems.contains { $0.contains("repeat") })
        #expect(problems.contains { $0.contains("add to reads") && $0.contains("iam:ListAccessKeys") })
        #expect(problems.contains { $0.contains("no scenario uses iam:GetRole") })
        #expect(ActionAudit.compare("reads", declared: [IAM.getUser], used: [["iam:GetUser"]], "iam.x") == [])
    }

    @Test("finds a step whose effect cannot tell, or whose undo goes elsewhere")
    func steps() {
        let call = Call(IAM.getUser, account: "111122223333", region: "eu-west-1", input: [:])
        let elsewhere = Call(IAM.getUser, account: "111122223333", region: "eu-west-2", input: [:])
        let blind = Effect(call, select: "User", before: ["a", "b"], after: ["b", "a"])
        #expect(
            ActionAudit.step(Step("s", "No sentence", call: call, effect: blind, undo: .call(elsewhere))).count == 3)
        #expect(ActionAudit.step(Step("s", "A sentence.", call: call, effect: nil, undo: .kept(""))).count == 1)
        #expect(ActionAudit.step(Step("s", "A sentence.", call: call, effect: nil, undo: .kept("Why."))) == [])
    }

    @Test("finds plans of another action, without steps, or with one id twice")
    func plans() {
        let manifest = Manifest(id: "iam.x", summary: "X.", phase: .contain, harm: .none, writes: [])
        let call = Call(IAM.getUser, account: nil, region: "eu-west-1", input: [:])
        let step = Step("s", "A sentence.", call: call, effect: nil, undo: .kept("Why."))
        #expect(ActionAudit.plan(Plan(action: "iam.y", resource: "r", steps: []), by: manifest).count == 2)
        #expect(ActionAudit.plan(Plan(action: "iam.x", resource: "r", steps: [step, step]), by: manifest).count == 1)
        #expect(ActionAudit.plan(Plan(action: "iam.x", resource: "r", steps: [step]), by: manifest) == [])
    }

    @Test(
        "finds calls that cannot be sent",
        arguments: [
            ["UserNam": "alice"], ["UserName": ["alice"]], ["UserName": ["$output": "unknown"]],
        ] as [JSONValue])
    func requests(_ input: JSONValue) {
        let call = Call(IAM.getUser, account: nil, region: "eu-west-1", input: input)
        #expect(ActionAudit.request(of: call, outputs: ["name": "alice"]).count == 1)
    }

    @Test("lets calls through that can be sent, outputs filled in")
    func goodRequest() {
        let call = Call(IAM.getUser, account: nil, region: "eu-west-1", input: ["UserName": Call.output("name")])
        #expect(ActionAudit.request(of: call, outputs: ["name": "alice"]) == [])
    }

    @Test("finds effects that do not begin with what is there, or where the step before left it")
    func effects() {
        let reader = ScriptedReader([.init("iam:GetUser", [:], ["User": ["Path": "/a/"]])])
        let call = Call(IAM.getUser, account: nil, region: "eu-west-1", input: [:])
        let step = { (before: JSONValue, after: JSONValue) in
            Step(
                "s", "A sentence.", call: call,
                effect: Effect(call, select: "User.Path", before: before, after: after), undo: .kept("Why."))
        }
        #expect(ActionAudit.effects(of: [step("/a/", "/b/"), step("/b/", "/c/")], reader) == [])
        #expect(ActionAudit.effects(of: [step("/b/", "/c/")], reader).count == 1)
        #expect(ActionAudit.effects(of: [step("/a/", "/b/"), step("/a/", "/c/")], reader).count == 1)
    }

    @Test("refuses what a scenario does not foresee, and every writing call")
    func reader() async {
        let reader = ScriptedReader([
            .init("iam:GetUser", ["UserName": "alice"], ["User": [:]]),
            .init("iam:AttachUserPolicy", [:], [:]),
        ])
        for (operation, user, isFine) in [
            (IAM.getUser, "alice", true), (IAM.getUser, "bob", false), (IAM.attachUserPolicy, "alice", false),
        ] {
            let before = reader.refusals.count
            _ = try? await reader.read(
                Call(operation, account: nil, region: "eu-west-1", input: ["UserName": .string(user)]))
            #expect((reader.refusals.count == before) == isFine)
        }
    }

    @Test(
        "derives an id from service and type",
        arguments: [
            ("IsolateInstance", "EC2", "ec2.isolate-instance"),
            ("ArchiveFinding", "GuardDuty", "guardduty.archive-finding"),
            ("Notify", "Notify", "notify"),
        ])
    func ids(_ type: String, _ folder: String, _ id: String) {
        #expect(ActionAudit.id(ofType: type, in: folder) == id)
    }
}
