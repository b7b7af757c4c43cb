import JSON
import Synchronization
import Testing

@testable import AWSClient

@Suite struct QuotaGovernorTests {
    private static let tag: JSONValue = ["Resources": ["i-1"], "Tags": []]

    private func governor(_ machine: FakeMachine) throws -> QuotaGovernor {
        try #require(QuotaGovernor(machine.surroundings))
    }

    private func pass(
        _ governor: QuotaGovernor, _ operation: Operation = SSM.startAutomationExecution, account: String = "a",
        region: String = "eu-west-1"
    ) async throws(AWSError) {
        try await governor.pass(operation, [:], account: account, region: region)
    }

    @Test("calls within the quota do not wait, and the next waits for exactly one token")
    func pacing() async throws {
        let machine = FakeMachine()
        let governor = try governor(machine)
        for _ in 1...95 { try await pass(governor, EC2.createTags) }
        #expect(machine.sleeps == [])
        try await pass(governor, EC2.createTags)
        #expect(machine.sleeps == [0.1])
    }

    @Test("each account, Region and operation has a bucket of its own")
    func separation() async throws {
        let machine = FakeMachine()
        let governor = try governor(machine)
        try await pass(governor)
        try await pass(governor, account: "b")
        try await pass(governor, region: "eu-north-1")
        try await pass(governor, EC2.describeVpcs)
        #expect(machine.sleeps == [])
        try await pass(governor)
        #expect(machine.sleeps == [1])
    }

    @Test("a global service has one bucket, whatever the Region")
    func global() async throws {
        let machine = FakeMachine()
        let governor = try governor(machine)
        for _ in 1...10 { try await pass(governor, IAM.getRole) }
        for _ in 1...10 { try await pass(governor, IAM.getRole, region: "us-east-1") }
        #expect(machine.sleeps == [])
        try await pass(governor, IAM.getRole)
        #expect(machine.sleeps == [0.2])
    }

    @Test("an account whose bucket is empty delays no other account")
    func fairness() async throws {
        let gate = Gate()
        let governor = QuotaGovernor(
            now: { 0 },
            sleep: { _ in
                await gate.wait()
                try Task.checkCancellation()
            }, patience: 100)
        try await pass(governor)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...20 { group.addTask { try await pass(governor) } }
            await gate.isWaitedFor(by: 20)
            // None of these may sleep: nobody would wake it.
            for account in 1...1_000 { try await pass(governor, account: "\(account)") }
            group.cancelAll()
            gate.open()
            while let result = await group.nextResult() {
                if case .success = result { Issue.record("A call passed without a token.") }
            }
        }
    }

    @Test("a wait that would outlast patience or the caller's deadline is refused at once, as throttling")
    func deadline() async throws {
        let machine = FakeMachine()
        let governor = try governor(machine)
        try await pass(governor)
        let early = machine.now + 0.5
        let refused = await failure {
            try await QuotaGovernor.$deadline.withValue(early) { try await pass(governor) }
        }
        #expect(refused?.kind == .throttled)
        #expect(refused?.isRetryable == true)
        #expect(refused?.mayHaveWorked == false)
        #expect(machine.sleeps == [])
        try await QuotaGovernor.$deadline.withValue(machine.now + 1) { try await pass(governor) }
        #expect(machine.sleeps == [1])
        let impatient = QuotaGovernor(now: { 0 }, sleep: { _ in }, patience: 0.9)
        try await pass(impatient)
        let error = await failure { try await pass(impatient) }
        #expect(error?.message.contains("would have to wait 1 s") == true)
    }

    @Test("who is cancelled while waiting leaves the queue")
    func cancellation() async throws {
        let machine = FakeMachine()
        let time = Mutex(0.0)
        let isCancelled = Mutex(true)
        let governor = QuotaGovernor(
            now: { time.withLock { $0 } },
            sleep: { duration in
                if isCancelled.withLock({ $0 }) { throw CancellationError() }
                try await machine.surroundings.sleep(duration)
                time.withLock { $0 += duration / .seconds(1) }
            })
        try await pass(governor)
        for _ in 1...10 {
            let error = await failure { try await pass(governor) }
            #expect(error?.kind == .throttled)
        }
        isCancelled.withLock { $0 = false }
        try await pass(governor)
        #expect(machine.sleeps == [1])
    }

    @Test("AWS's refusals slow a bucket down")
    func feedback() async throws {
        let machine = FakeMachine()
        let governor = try governor(machine)
        try await pass(governor, IAM.getRole)
        governor.learn(IAM.getRole, [:], account: "a", region: "eu-west-1", isThrottled: true)
        try await pass(governor, IAM.getRole)
        #expect(machine.sleeps == [0.4])
        try await pass(governor, IAM.getRole, account: "b")
        #expect(machine.sleeps == [0.4])
    }

    @Test("can be switched off where there are no quotas")
    func off() {
        #expect(QuotaGovernor(FakeMachine(environment: ["QUELL_QUOTAS": "off"]).surroundings) == nil)
        #expect(QuotaGovernor(FakeMachine(environment: ["QUELL_QUOTAS": "on"]).surroundings) != nil)
    }
}

/// Lets nobody through until it is opened.
private final class Gate: Sendable {
    private let isOpen = Mutex(false)
    private let waiting = Mutex(0)

    func wait() async {
        waiting.withLock { $0 += 1 }
        while !isOpen.withLock({ $0 }) { await Task.yield() }
    }

    func isWaitedFor(by count: Int) async { while waiting.withLock({ $0 }) < count { await Task.yield() } }

    func open() { isOpen.withLock { $0 = true } }
}
