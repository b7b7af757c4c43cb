import AWSClient
import ActionKit
import Engine
import JSON
import SimulatedAWS
import Reliability
import Testing

/// Whoever takes a containment off before IAM shows their block is found within 35 seconds, and it is put back.
@Suite struct DriftTests {
    /// How often the engine looks what is due, as `quell respond --watch` does.
    private static let pace = 5.0

    private static let user = Principal(
        account: Scenery.member, arn: "arn:aws:iam::\(Scenery.member):user/\(Scenery.user)",
        entity: "arn:aws:iam::\(Scenery.member):user/\(Scenery.user)", kind: .user, name: Scenery.user)
    private static let role = Principal.session(
        of: Scenery.role, path: "/app/", account: Scenery.member, name: "s", policy: nil)

    /// A call that takes a containment off.
    private struct Attack {
        let incident: String
        let operation: Operation
        let input: @Sendable (World) -> JSONValue
        let by: Principal
    }

    private static let attacks = [
        Attack(
            incident: "blocked user", operation: IAM.detachUserPolicy,
            input: { _ in ["UserName": .string(Scenery.user), "PolicyArn": "arn:aws:iam::aws:policy/AWSDenyAll"] },
            by: user),
        Attack(
            incident: "isolated instance", operation: EC2.modifyNetworkInterfaceAttribute,
            input: { world in
                let interfaces = world[account: Scenery.member, region: Scenery.region].interfaces
                let own = interfaces.filter { $0.value.instance == Scenery.instance }.keys.sorted()
                return ["NetworkInterfaceId": .string(own[0]), "Groups": [.string(Scenery.openGroup)]]
            }, by: role),
    ]

    private func attack(_ name: String) throws -> Attack { try #require(Self.attacks.first { $0.incident == name }) }

    private func contained(_ name: String) async throws -> Stage {
        let incident = try #require(Incident.all.first { $0.name == name })
        var behavior = Behavior()
        behavior.authorizationDelay = 4
        let stage = try Stage(incident, .direct, behavior: behavior)
        let responses = try await stage.responder().respond(to: incident.bytes())
        #expect(responses.first?.conclusion.outcome == .contained)
        #expect(incident.isContained(in: stage.aws.world, at: stage.aws.clock.now))
        return stage
    }

    private func strike(_ attack: Attack, _ stage: Stage) throws {
        _ = try stage.aws.perform(
            attack.operation, attack.input(stage.aws.world), region: Scenery.region, as: attack.by, life: Life())
        let isContained = stage.incident.isContained(in: stage.aws.world, at: stage.aws.clock.now)
        #expect(!isContained, "the attack works")
    }

    /// Lets time pass, tending as a service does, until something was not as it should be.
    private func found(_ stage: Stage) async throws -> [Tended] {
        for _ in 1...20 {
            let tended = try await stage.responder().tend().filter { $0.kind != .settled }
            if !tended.isEmpty { return tended }
            stage.aws.clock.advance(Self.pace)
        }
        return []
    }

    @Test("A-13: drift is found within 35 s, contained again, and told", arguments: attacks.map(\.incident))
    func adversary(_ name: String) async throws {
        let (stage, attack) = (try await contained(name), try attack(name))
        try strike(attack, stage)
        let start = stage.aws.clock.now
        let messages = stage.messages
        let tended = try await found(stage)
        #expect(tended.map(\.kind) == [.drifted])
        #expect(tended.first?.response?.conclusion.outcome == .contained, "\(tended.first?.why ?? "")")
        #expect(stage.aws.clock.now - start <= 35)
        #expect(stage.incident.isContained(in: stage.aws.world, at: stage.aws.clock.now))
        #expect(stage.messages == messages + 1)
        if attack.by.kind == .user {
            stage.aws.clock.advance(5)
            #expect(throws: AWSError.self, "by now the block is known everywhere") { try strike(attack, stage) }
        }
        #expect(try await JournalAudit(stage.journal).report().isClean)
    }

    @Test("a repair is taken back like the response itself", arguments: attacks.map(\.incident))
    func undone(_ name: String) async throws {
        let stage = try await contained(name)
        try strike(try attack(name), stage)
        let id = try #require(try await found(stage).first?.execution)
        let ending = try await stage.undoer().undo(id, by: "anna", isForced: false)
        guard case .undone = ending else {
            Issue.record("\(ending)")
            return
        }
        #expect(stage.projection.differences(from: stage.originalProjection) == [])
        #expect(try await JournalAudit(stage.journal).report().isClean)
    }

    @Test("who takes it off again and again is for people after the third time")
    func persistent() async throws {
        let (stage, attack) = (try await contained("isolated instance"), try attack("isolated instance"))
        for _ in 1...Drift.mostRepairs {
            try strike(attack, stage)
            #expect(try await found(stage).first?.response?.conclusion.outcome == .contained)
        }
        try strike(attack, stage)
        let last = try await found(stage)
        #expect(last.first?.response?.conclusion.outcome == .held)
        #expect(try await found(stage).isEmpty)
        #expect(stage.messages == 5)
        #expect(try await JournalAudit(stage.journal).report().isClean)
    }
}
