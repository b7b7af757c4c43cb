import AWSClient
import ActionKit
import Actions
import Engine
import JSON
import Playbook
import PlaybookText
import Reliability
import SimulatedAWS
import Testing

/// What EventBridge loses is found by the next sweep.
@Suite struct SweepTests {
    private static let place = SweepPlace(account: nil, region: Scenery.region)
    private static let member = SweepPlace(account: Scenery.member, region: Scenery.region)

    @Test("with a fifth of Config's events and a twentieth of GuardDuty's lost, all is contained within 16 minutes")
    func lostEvents() async throws {
        let count = 40
        let crowd = Crowd(count, actions: Stage.actions)
        var world = crowd.world
        let groups = Crowd.openGroups(count, in: &world)
        let aws = SimulatedAWS(world)
        let journal = MemoryJournal()
        let responder = try responder(aws, journal)
        let start = aws.clock.now
        let findings = crowd.events.enumerated().filter { $0.offset % 20 != 7 }
        let changes = groups.events.enumerated().filter { $0.offset % 5 != 3 }
        for (_, event) in findings + changes { _ = try await responder.respond(to: event) }
        #expect(crowd.isolated(in: aws.world) == count - count / 20)
        #expect(Crowd.closed(groups.ids, in: aws.world) == count - count / 5)
        aws.clock.advance(max(0, start + 900 - aws.clock.now))
        let begun = aws.clock.now
        let sweep = Sweep(responder, places: [Self.place, Self.member])
        let report = try await sweep.look()
        #expect(report.unread == [])
        #expect(report.missed.count == count / 20 + count / 5)
        #expect(report.known == 2 * count - report.missed.count)
        for missed in report.missed {
            let response = try #require(try await sweep.respond(to: missed).first)
            #expect(response.conclusion.outcome == .contained, "\(response.conclusion.why)")
        }
        #expect(aws.clock.now - begun <= 60, "\(aws.clock.now - begun) s")
        #expect(crowd.isolated(in: aws.world) == count)
        #expect(Crowd.closed(groups.ids, in: aws.world) == count)
        #expect(try await sweep.look().missed == [])
        #expect(try await journal.executions(newest: 1_000).count == 2 * count)
        #expect(try await journal.verify().firstBroken == nil)
    }

    private func responder(_ aws: SimulatedAWS, _ journal: MemoryJournal) throws -> Responder {
        let playbook = try Playbook.read(
            """
            quell: 1
            guardrails:
              limits: { ec2.isolate-instance: [1000000/hour/account, 1000000/hour/organization] }
              correlated: 1000000
            rules:
              - name: isolate
                when: { source: [aws.guardduty] }
                respond: [ec2.isolate-instance, notify]
              - name: confine
                when: { source: [aws.config], detail: { configRuleName: [SECURITY_GROUP_OPEN_PROHIBITED] } }
                respond: [ec2.confine-security-group, notify]

            """, file: "test.yaml", actions: Stage.catalog.manifests)
        return Responder(
            playbook: playbook, catalog: Stage.catalog, journal: journal, access: DirectAccess(aws: aws, life: Life()),
            clock: EngineClock(now: { aws.clock.now }, sleep: { aws.clock.sleep($0) }),
            settings: Settings(
                topic: Scenery.topic, protected: [], owner: LeaseOwner(host: "test", process: 1, token: "s"),
                homeAccount: Scenery.home, isService: true))
    }
}
