import AWSClient
import ActionKit
import JSON
import Testing

@testable import Engine

@Suite struct RunTests {
    @Test("invariant 4: without a topic nobody is told, nothing is archived, and the outcome is partial")
    func noTopic() async throws {
        let stage = try Stage()
        let response = try await stage.first(
            stage.responder(topic: nil).respond(to: Sample.bytes(Sample.event())))
        #expect(response.conclusion.outcome == .partial)
        #expect(response.conclusion.why.hasSuffix("Nobody was told: No topic is set."))
        #expect(response.isUntold)
        #expect(await !stage.aws.state.isArchived)
        #expect(await stage.aws.state.tags[Sample.instance]?["state"] == "isolated")
    }

    @Test("invariant 4: a notice that fails leaves the finding open")
    func noticeFails() async throws {
        let stage = try Stage()
        await stage.aws.failAlways(SNS.publish, .refused(.accessDenied))
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == .partial)
        #expect(response.conclusion.why.contains("Nobody was told: sns:Publish failed"))
        #expect(response.isUntold)
        #expect(await !stage.aws.state.isArchived)
    }

    @Test("invariant 4: people are told before archiving even when the rule does not say so")
    func archiveAlone() async throws {
        let stage = try Stage(["test.isolate", "test.archive"])
        #expect(try await stage.respond().conclusion.outcome == .contained)
        #expect(await stage.aws.published.count == 1)
        #expect(await stage.aws.state.isArchived)
    }

    @Test("an archive that fails is said in the conclusion")
    func archiveFails() async throws {
        let stage = try Stage()
        await stage.aws.failAlways(GuardDuty.archiveFindings, .refused(.accessDenied))
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == .partial)
        #expect(response.conclusion.why.contains("The finding could not be archived: guardduty:ArchiveFindings failed"))
        #expect(!response.isUntold)
    }

    @Test("nobody is told of a plain success that the rule does not announce")
    func quiet() async throws {
        let stage = try Stage(["test.mark"])
        #expect(try await stage.respond().conclusion.outcome == .contained)
        #expect(await stage.aws.published.isEmpty)
    }

    @Test("people are told of a partial containment although the rule does not ask for it")
    func partial() async throws {
        let stage = try Stage(["test.isolate"])
        await stage.aws.failAlways(EC2.createTags, .refused(.accessDenied))
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == .partial)
        #expect(response.steps.prefix(3).map(\.state) == ["done", "failed", "planned"])
        #expect(await stage.aws.published.first?.hasPrefix("partial: 1 of 3 steps hold.") ?? false)
    }

    @Test("when nothing worked the response has failed, and says so")
    func failed() async throws {
        let stage = try Stage(["test.mark"])
        await stage.aws.failAlways(EC2.createTags, .refused(.accessDenied))
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == .failed)
        #expect(!response.isUndoable)
        #expect(await stage.aws.published.count == 1)
    }

    /// A responder that reads every step before it takes it.
    ///
    /// Calls 1 to 3 are: the finding, the tags, the action's look.
    private func careful(_ stage: Stage) async throws -> Response {
        try await stage.first(stage.responder(freshness: 0).respond(to: Sample.bytes(Sample.event())))
    }

    @Test("a resource that changed between plan and act is planned for once more")
    func replans() async throws {
        let stage = try Stage(["test.mark"])
        await stage.aws.before(call: 4) { $0.tags[Sample.instance]?["mark"] = "odd" }
        let response = try await careful(stage)
        #expect(response.conclusion.outcome == .contained)
        #expect(response.steps.first?.before == ["odd"])
        #expect(await stage.aws.changes.count == 1)
        let ending = try await stage.undoer().undo(response.execution, by: "p", isForced: false)
        #expect(ending == .undone(["Taken back: Set the tag mark."]))
        #expect(await stage.aws.state.tags[Sample.instance]?["mark"] == "odd")
    }

    @Test("a resource that keeps changing is left alone after the second plan")
    func replansOnce() async throws {
        let stage = try Stage(["test.mark"])
        await stage.aws.before(call: 4) { $0.tags[Sample.instance]?["mark"] = "odd" }
        await stage.aws.before(call: 7) { $0.tags[Sample.instance]?["mark"] = "odder" }
        let response = try await careful(stage)
        #expect(response.conclusion.outcome == .failed)
        #expect(response.conclusion.why.contains("Somebody changed it meanwhile."))
        #expect(await stage.aws.changes.isEmpty)
    }

    @Test("what is contained by somebody else meanwhile is not changed")
    func overtaken() async throws {
        let stage = try Stage(["test.mark"])
        await stage.aws.before(call: 4) { $0.tags[Sample.instance]?["mark"] = "bad" }
        let response = try await careful(stage)
        #expect(response.conclusion.outcome == .contained)
        #expect(response.steps.map(\.state) == ["already-done"])
        #expect(!response.isUndoable)
        #expect(await stage.aws.changes.isEmpty)
    }

    @Test("a change that is gone when everything is read once more makes the outcome partial")
    func proof() async throws {
        let stage = try Stage(["test.mark"])
        // Finding, tags, look, write, read-back, and then the proof.
        await stage.aws.before(call: 6) { $0.tags[Sample.instance]?["mark"] = nil }
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == .partial)
        #expect(response.conclusion.why.contains("Set the tag mark. It reads [] now."))
    }

    private static let kinds: [AWSError.Kind] = [
        .accessDenied, .throttled, .notFound, .alreadyExists, .limitExceeded, .unmodifiable, .invalidInput,
        .serverFailure, .unreachable, .timedOut, .unreadableAnswer, .noCredentials, .badCredentials, .other,
    ]

    @Test("invariant 14: every error at every call ends in an outcome that people are told of", arguments: kinds)
    func everyError(_ kind: AWSError.Kind) async throws {
        let whole = try Stage()
        _ = try await whole.respond()
        let count = await whole.aws.calls.count
        for index in 1...count {
            for fault in [FakeAWS.Fault.refused(kind), .lost(kind)] {
                let stage = try Stage()
                await stage.aws.fail(call: index, fault)
                let response = try await stage.respond()
                try await check(stage, response, "\(fault) at call \(index)")
            }
        }
    }

    @Test(
        "invariant 14: an operation that never works ends in an outcome that people are told of",
        arguments: [
            GuardDuty.getFindings, EC2.describeInstances, EC2.describeTags, EC2.describeSecurityGroups,
            EC2.createSecurityGroup, EC2.createTags, SNS.publish, GuardDuty.archiveFindings,
        ])
    func everyOperation(_ operation: Operation) async throws {
        for fault in Self.kinds.flatMap({ [FakeAWS.Fault.refused($0), .lost($0)] }) {
            let stage = try Stage()
            await stage.aws.failAlways(operation, fault)
            let response = try await stage.respond()
            try await check(stage, response, "\(fault) of every \(operation.id)")
        }
    }

    private func check(_ stage: Stage, _ response: Response, _ what: String) async throws {
        let (aws, outcome) = (stage.aws, response.conclusion.outcome)
        let state = await aws.state
        let isTold = await !aws.published.isEmpty
        let isIsolated = state.tags[Sample.instance]?["state"] == "isolated"
        #expect(try await stage.execution(response.execution).isClosed, "\(what)")
        #expect(isTold || response.conclusion.why.contains("Nobody was told"), "\(what): silence")
        #expect(outcome != .contained || (isIsolated && isTold), "\(what): claimed without proof")
        #expect(!state.isArchived || (isIsolated && isTold), "\(what): invariant 4")
        let ends: [Outcome] = [.contained, .partial, .held, .failed, .moot, .notConfirmed]
        #expect(ends.contains(outcome), "\(what): \(outcome)")
        #expect(await aws.complaints.isEmpty, "\(what)")
    }
}
