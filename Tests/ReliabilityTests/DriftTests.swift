import AWSClient
import Engine
import Reliability
import SimulatedAWS
import Testing

/// Whoever takes a containment off before IAM shows their block is found within 35 seconds, and it is put back.
@Suite struct DriftTests {
    private func attack(_ name: String) throws -> DriftCheck.Attack {
        try #require(DriftCheck.attacks.first { $0.incident == name })
    }

    private func contained(_ name: String) async throws -> Stage {
        let (stage, outcome) = try await DriftCheck.contained(try Stage.Setting(.named(name)))
        #expect(outcome == .contained)
        #expect(DriftCheck.isContained(stage))
        return stage
    }

    private func strike(_ attack: DriftCheck.Attack, _ stage: Stage) throws {
        try attack.strike(stage)
        #expect(!DriftCheck.isContained(stage), "the attack works")
    }

    @Test("A-13: drift is found within 35 s, contained again, and told")
    func adversary() async throws {
        let check = try DriftCheck()
        var found = 0
        for seed: UInt64 in 1...40 {
            let result = try await check.result(seed: seed)
            #expect(result.complaints.isEmpty, "\(result.complaints.text)")
            found += result.seconds == nil ? 0 : 1
        }
        #expect(found >= 20, "most attacks come early enough to work")
    }

    @Test("by the time its block is known everywhere, the attack is refused")
    func late() async throws {
        let (stage, attack) = (try await contained("blocked user"), try attack("blocked user"))
        stage.aws.clock.advance(DriftCheck.delay + 1)
        #expect(throws: AWSError.self) { try attack.strike(stage) }
        #expect(DriftCheck.isContained(stage))
    }

    @Test("a repair is taken back like the response itself", arguments: DriftCheck.attacks.map(\.incident))
    func undone(_ name: String) async throws {
        let stage = try await contained(name)
        try strike(try attack(name), stage)
        let id = try #require(try await DriftCheck.found(stage).first?.execution)
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
            #expect(try await DriftCheck.found(stage).first?.response?.conclusion.outcome == .contained)
        }
        try strike(attack, stage)
        let last = try await DriftCheck.found(stage)
        #expect(last.first?.response?.conclusion.outcome == .held)
        #expect(try await DriftCheck.found(stage).isEmpty)
        #expect(stage.messages == 5)
        #expect(try await JournalAudit(stage.journal).report().isClean)
    }
}
