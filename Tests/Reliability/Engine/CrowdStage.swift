import AWSClient
import ActionKit
import Actions
import Engine
import JSON
import Playbook
import PlaybookText
import SimulatedAWS

/// Many incidents in one account, answered by several workers at once, at the quotas of AWS.
struct CrowdStage: Sendable {
    let crowd: Crowd
    let aws: SimulatedAWS
    private let journal = MemoryJournal()
    private let clock: ParallelClock
    private let governor: QuotaGovernor?
    private let playbook: Playbook

    init(_ count: Int, isGoverned: Bool) throws {
        crowd = Crowd(count, actions: Stage.actions)
        var behavior = Behavior()
        behavior.throttles = true
        // The access below lets the time of each call pass, so that calls of several workers are under way together.
        behavior.latency = 0
        aws = SimulatedAWS(crowd.world, behavior: behavior)
        let clock = ParallelClock(aws.clock)
        self.clock = clock
        governor =
            isGoverned ? QuotaGovernor(now: { clock.clock.now }, sleep: { await clock.sleep($0) }) : nil
        playbook = try Self.playbook(
            """
            - name: contain
              when: { source: [aws.guardduty] }
              respond: [{ ec2.isolate-instance: { cut-live-flows: transit } }, notify]

            """)
    }

    /// A playbook of these rules whose guards never hold a crowd.
    static func playbook(_ rules: String) throws -> Playbook {
        try Playbook.read(
            """
            quell: 1
            guardrails:
              limits: { ec2.isolate-instance: [1000000/hour/account, 1000000/hour/organization] }
              correlated: 1000000
            rules:
            \(rules)
            """, file: "test.yaml", actions: Stage.catalog.manifests)
    }

    /// Responds to every event, each worker to the next that nobody has taken; answers the seconds that it took.
    func respond(workers: Int) async throws -> Double {
        let start = clock.clock.now
        try await clock.run(workers: workers) { worker in
            let responder = responder(worker)
            for event in stride(from: worker, to: crowd.events.count, by: workers) {
                _ = try await responder.respond(to: crowd.events[event])
            }
        }
        return clock.clock.now - start
    }

    private func responder(_ worker: Int) -> Responder {
        Responder(
            playbook: playbook, catalog: Stage.catalog, journal: journal,
            access: PacedAccess(base: DirectAccess(aws: aws, life: Life()), governor: governor, clock: clock),
            clock: EngineClock(now: { clock.clock.now }, sleep: { await clock.sleep($0) }),
            settings: Settings(
                topic: Scenery.topic, protected: [], owner: LeaseOwner(host: "test", process: worker, token: "w"),
                homeAccount: Scenery.home))
    }
}

/// What the client does about quotas, without the client; and the time that a call takes.
private struct PacedAccess: AccountAccess {
    let base: DirectAccess
    let governor: QuotaGovernor?
    let clock: ParallelClock

    func perform(_ call: Call, in session: Session) async throws(AWSError) -> JSONValue {
        guard let operation = Operation.named(call.operation) else { return try await base.perform(call, in: session) }
        let account = call.account ?? Scenery.home
        try await governor?.pass(operation, call.input, account: account, region: call.region)
        await clock.sleep(.milliseconds(20))
        do throws(AWSError) {
            let answer = try await base.perform(call, in: session)
            governor?.learn(operation, call.input, account: account, region: call.region, isThrottled: false)
            return answer
        } catch {
            let isThrottled = error.kind == .throttled
            if isThrottled {
                governor?.learn(operation, call.input, account: account, region: call.region, isThrottled: true)
            }
            throw error
        }
    }
}
