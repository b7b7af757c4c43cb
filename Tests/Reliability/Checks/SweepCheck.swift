import ActionKit
import Engine
import Playbook
import SimulatedAWS

/// EventBridge loses a twentieth of the findings and a fifth of the changes of AWS Config; the next sweep finds them.
package struct SweepCheck: Sendable {
    private let playbook: Playbook
    private let count: Int
    private static let places = [
        SweepPlace(account: nil, region: Scenery.region),
        SweepPlace(account: Scenery.member, region: Scenery.region),
    ]

    /// So many findings, and as many changes.
    package init(_ count: Int) throws {
        self.count = count
        playbook = try CrowdStage.playbook(
            """
            - name: isolate
              when: { source: [aws.guardduty] }
              respond: [ec2.isolate-instance, notify]
            - name: confine
              when: { source: [aws.config], detail: { configRuleName: [SECURITY_GROUP_OPEN_PROHIBITED] } }
              respond: [ec2.confine-security-group, notify]

            """)
    }

    /// What was lost, and how long the sweep takes to find and contain all of it, in simulated seconds.
    package struct Result: Sendable {
        package let lost: Int
        package let seconds: Double
        package let complaints: Complaints
    }

    package func result(seed: UInt64) async throws -> Result {
        var dice = Dice(seed: seed)
        let crowd = Crowd(count, actions: Stage.actions)
        var world = crowd.world
        let groups = Crowd.openGroups(count, in: &world)
        let aws = SimulatedAWS(world)
        let journal = MemoryJournal()
        let responder = responder(aws, journal)
        let start = aws.clock.now
        let findings = crowd.events.shuffled(using: &dice).dropFirst(count / 20)
        let changes = groups.events.shuffled(using: &dice).dropFirst(count / 5)
        for event in (findings + changes).shuffled(using: &dice) { _ = try await responder.respond(to: event) }
        let lost = 2 * count - findings.count - changes.count
        var sentences: [String] = []
        func expect(_ isSo: Bool, _ sentence: @autoclosure () -> String) {
            if !isSo { sentences.append(sentence()) }
        }
        func contained() -> Int { crowd.isolated(in: aws.world) + Crowd.closed(groups.ids, in: aws.world) }
        expect(contained() == 2 * count - lost, "Before the sweep \(contained()) of \(2 * count) are contained.")
        aws.clock.advance(max(0, start + 900 - aws.clock.now))
        let begun = aws.clock.now
        let sweep = Sweep(responder, places: Self.places)
        let report = try await sweep.look()
        expect(report.unread.isEmpty, "It could not read \(report.unread).")
        expect(report.missed.count == lost, "It finds \(report.missed.count) of \(lost) that were lost.")
        expect(report.known == 2 * count - lost, "It knows \(report.known) of \(2 * count - lost).")
        for missed in report.missed {
            let conclusion = try await sweep.respond(to: missed).first?.conclusion
            expect(conclusion?.outcome == .contained, "What was lost ends as \(String(describing: conclusion)).")
        }
        let seconds = aws.clock.now - begun
        expect(contained() == 2 * count, "After the sweep \(contained()) of \(2 * count) are contained.")
        let again = try await sweep.look().missed.count
        expect(again == 0, "The next sweep finds \(again) again.")
        let executions = try await journal.executions(newest: 3 * count).count
        expect(executions == 2 * count, "There are \(executions) executions of \(2 * count).")
        let broken = try await journal.verify().firstBroken
        expect(broken == nil, "The journal's chain is broken.")
        var complaints = Complaints()
        complaints.add(sentences, at: "seed \(seed)", of: "sweep")
        return Result(lost: lost, seconds: seconds, complaints: complaints)
    }

    private func responder(_ aws: SimulatedAWS, _ journal: MemoryJournal) -> Responder {
        Responder(
            playbook: playbook, catalog: Stage.catalog, journal: journal, access: DirectAccess(aws: aws, life: Life()),
            clock: EngineClock(now: { aws.clock.now }, sleep: { aws.clock.sleep($0) }),
            settings: Settings(
                topic: Scenery.topic, protected: [], owner: LeaseOwner(host: "test", process: 1, token: "s"),
                homeAccount: Scenery.home, isService: true))
    }
}
