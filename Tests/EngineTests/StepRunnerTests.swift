import AWSClient
import ActionKit
import JSON
import Synchronization
import Testing

@testable import Engine

@Suite struct StepRunnerTests {
    private let aws = FakeAWS()
    private let clock = TestClock()

    /// Runs a step and answers the attempts that were announced as well.
    private func run(
        _ step: Step, outputs: [String: JSONValue] = [:], isFresh: Bool = true
    ) async throws -> (result: StepRunner.Result, attempts: [Int]) {
        let plan = Plan(action: "test.mark", resource: Sample.arn, steps: [step])
        let runner = StepRunner(
            access: aws, session: Session(execution: "e", policy: SessionPolicy.text(allowing: plan.calls)),
            clock: clock.engine)
        let attempts = Mutex<[Int]>([])
        let result = try await runner.run(
            step, outputs: outputs, isFresh: isFresh, beforeCall: { number in attempts.withLock { $0.append(number) } },
            whileWaiting: {})
        #expect(await aws.complaints.isEmpty)
        return (result, attempts.withLock { $0 })
    }

    private let step = TagStep.set("state", from: "open", to: "isolated")
    private let success = StepRunner.Result.observed(wasDone: false, now: ["isolated"], outputs: [:])

    @Test("a fresh step is called at once and read back")
    func fresh() async throws {
        let (result, attempts) = try await run(step)
        #expect(result == success)
        #expect(attempts == [1])
        #expect(await aws.operations == [EC2.createTags.id, EC2.describeTags.id])
    }

    @Test("a step that is not fresh is read first, and called when it is still to be done")
    func stale() async throws {
        #expect(try await run(step, isFresh: false).result == success)
        #expect(await aws.operations == [EC2.describeTags.id, EC2.createTags.id, EC2.describeTags.id])
    }

    @Test("a step that is done already is not called")
    func alreadyDone() async throws {
        await aws.change { $0.tags[Sample.instance]?["state"] = "isolated" }
        let (result, attempts) = try await run(step, isFresh: false)
        #expect(result == .observed(wasDone: true, now: ["isolated"], outputs: [:]))
        #expect(attempts.isEmpty)
        #expect(await aws.writes.isEmpty)
    }

    @Test("a value that is neither before nor after stops the step")
    func changed() async throws {
        await aws.change { $0.tags[Sample.instance]?["state"] = "odd" }
        guard case .changed(let why) = try await run(step, isFresh: false).result else {
            Issue.record("not seen")
            return
        }
        #expect(why.contains(#"["open"]"#) && why.contains(#"["odd"]"#))
        #expect(await aws.writes.isEmpty)
    }

    @Test("what cannot be read first is not called", arguments: [AWSError.Kind.accessDenied, .throttled, .notFound])
    func unreadable(_ kind: AWSError.Kind) async throws {
        await aws.fail(EC2.describeTags, .refused(kind))
        guard case .failed = try await run(step, isFresh: false).result else {
            Issue.record("not failed")
            return
        }
        #expect(await aws.writes.isEmpty)
    }

    @Test("an unmet condition stops the step before its call", arguments: [true, false])
    func unmet(_ isFresh: Bool) async throws {
        let condition = Condition(TagStep.read("Name"), select: "Tags[].Value", equals: ["other"])
        let step = TagStep.set("state", from: "open", to: "isolated", requires: [condition])
        let (result, attempts) = try await run(step, isFresh: isFresh)
        #expect(
            result
                == .failed(
                    "ec2:DescribeTags does not show Tags[].Value = [\"other\"], which must be so before this step."))
        #expect(attempts.isEmpty)
        #expect(await aws.writes.isEmpty)
    }

    @Test("errors that may pass are tried again, each attempt announced first", arguments: 1...2)
    func retries(_ count: Int) async throws {
        if count == 1 {
            await aws.fail(EC2.createTags, .refused(.throttled))
        } else {
            await aws.fail(EC2.createTags, .refused(.throttled), .refused(.serverFailure))
        }
        let (result, attempts) = try await run(step)
        #expect(result == success)
        #expect(attempts == Array(1...(count + 1)))
    }

    @Test("an error that lasts ends after three attempts")
    func lasting() async throws {
        await aws.failAlways(EC2.createTags, .refused(.throttled))
        let (result, attempts) = try await run(step)
        #expect(attempts == [1, 2, 3])
        #expect(result == .failed("ec2:CreateTags failed (Injected): Injected."))
    }

    @Test("what AWS refuses is tried once more when IAM has had its time, with an intent of its own")
    func lateGrant() async throws {
        let start = clock.now
        await aws.fail(EC2.createTags, .refused(.accessDenied))
        let (result, attempts) = try await run(step)
        #expect(result == success)
        #expect(attempts == [1, 2])
        #expect(clock.now - start >= AWSError.grantPause)
    }

    @Test("what AWS goes on refusing is tried twice")
    func refused() async throws {
        await aws.failAlways(EC2.createTags, .refused(.accessDenied))
        let (result, attempts) = try await run(step)
        #expect(attempts == [1, 2])
        #expect(result == .failed("ec2:CreateTags failed (Injected): Injected."))
    }

    @Test("an error that does not pass is tried once", arguments: [AWSError.Kind.unmodifiable, .invalidInput, .other])
    func permanent(_ kind: AWSError.Kind) async throws {
        await aws.fail(EC2.createTags, .refused(kind))
        let (result, attempts) = try await run(step)
        #expect(attempts == [1])
        #expect(result == .failed("ec2:CreateTags failed (Injected): Injected."))
    }

    @Test(
        "an error after the effect is no failure, and no second call",
        arguments: [
            AWSError.Kind.timedOut, .unreachable, .alreadyExists, .other,
        ])
    func lost(_ kind: AWSError.Kind) async throws {
        await aws.fail(EC2.createTags, .lost(kind))
        #expect(try await run(step).result == success)
        #expect(await aws.writes.count == 1)
    }

    @Test("a value that can never become the one wanted ends the wait")
    func failing() async throws {
        await aws.setLag(100)
        let step = TagStep.set("state", from: "open", to: "isolated", failing: [["open"]])
        let start = clock.now
        #expect(
            try await run(step).result == .failed(#"It ended as ["open"]; ["isolated"] was expected."#))
        #expect(clock.now == start)
    }

    @Test("an effect that takes its time is waited for")
    func slow() async throws {
        await aws.setLag(5)
        #expect(try await run(step).result == success)
        #expect(await aws.writes.count == 1)
    }

    @Test("patience runs out")
    func patience() async throws {
        await aws.setLag(1_000)
        let start = clock.now
        #expect(
            try await run(step).result == .failed(#"The effect was not there after 10 s: it reads ["open"]."#))
        #expect((10...14).contains(clock.now - start))
    }

    @Test("a read-back that is refused fails the step, one that may pass is repeated")
    func readBack() async throws {
        await aws.fail(EC2.describeTags, .refused(.throttled), .refused(.notFound))
        #expect(try await run(step).result == success)
        await aws.change { $0.tags[Sample.instance]?["state"] = "open" }
        await aws.fail(EC2.describeTags, .refused(.accessDenied))
        guard case .failed(let why) = try await run(step).result else {
            Issue.record("not failed")
            return
        }
        #expect(why.hasPrefix("The call was made, but its effect cannot be read:"))
    }

    @Test("a step whose output is missing is not called")
    func missingOutput() async throws {
        let step = TagStep.set("group", from: nil, to: Call.output("group"))
        #expect(try await run(step).result == .failed("It needs what an earlier step did not yield."))
        #expect(await aws.calls.isEmpty)
        #expect(
            try await run(step, outputs: ["group": "sg-7"]).result
                == .observed(wasDone: false, now: ["sg-7"], outputs: [:]))
    }

    @Test("without an effect the answer yields the outputs, and nothing is read")
    func noEffect() async throws {
        let step = Step(
            "group", "Make a group.", call: TagStep.call(EC2.createSecurityGroup, ["GroupName": "g"], on: ["*"]),
            effect: nil, undo: .kept("x"), outputs: ["id": "GroupId", "none": "Nothing"])
        #expect(
            try await run(step, isFresh: false).result
                == .observed(wasDone: false, now: .null, outputs: ["id": "sg-1"]))
        #expect(await aws.operations == [EC2.createSecurityGroup.id])
    }

    @Test("nothing is called when the intent cannot be written")
    func noIntent() async throws {
        let runner = StepRunner(
            access: aws, session: Session(execution: "e", policy: nil), clock: clock.engine)
        await #expect(throws: JournalError.self) {
            _ = try await runner.run(
                step, outputs: [:], isFresh: true,
                beforeCall: { _ in throw JournalError(.unavailable, "full") }, whileWaiting: {})
        }
        #expect(await aws.calls.isEmpty)
    }
}
