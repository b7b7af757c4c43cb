package import AWSClient
import ActionKit
package import Engine
import JSON
package import SimulatedAWS

/// Somebody takes a containment off before IAM shows their block everywhere; it is found and put back.
package struct DriftCheck: Sendable {
    /// A call that takes a containment off.
    package struct Attack: Sendable {
        package let incident: String
        let operation: Operation
        let input: @Sendable (World) -> JSONValue
        package let by: Principal

        /// Throws what AWS answers where it refuses.
        package func strike(_ stage: Stage) throws(AWSError) {
            _ = try stage.aws.perform(
                operation, input(stage.aws.world), region: Scenery.region, as: by, life: Life())
        }
    }

    /// How long IAM takes to tell everywhere what changed, in seconds.
    package static let delay = 4.0
    /// How often the engine looks what is due, as `quell respond --watch` does, in seconds.
    private static let pace = 5.0
    /// Within so many seconds it is to be found.
    package static let limit = 35.0

    private static let user = Principal(
        account: Scenery.member, arn: "arn:aws:iam::\(Scenery.member):user/\(Scenery.user)",
        entity: "arn:aws:iam::\(Scenery.member):user/\(Scenery.user)", kind: .user, name: Scenery.user)
    private static let role = Principal.session(
        of: Scenery.role, path: "/app/", account: Scenery.member, name: "s", policy: nil)

    package static let attacks = [
        Attack(
            incident: "blocked user", operation: IAM.detachUserPolicy,
            input: { _ in ["UserName": .string(Scenery.user), "PolicyArn": "arn:aws:iam::aws:policy/AWSDenyAll"] },
            by: user),
        Attack(
            incident: "isolated instance", operation: EC2.modifyNetworkInterfaceAttribute,
            input: { world in
                let interfaces = world[account: Scenery.member, region: Scenery.region].interfaces
                let own = interfaces.keys.sorted().first { interfaces[$0]?.instance == Scenery.instance }
                return ["NetworkInterfaceId": .string(own ?? ""), "Groups": [.string(Scenery.openGroup)]]
            }, by: role),
    ]

    private let settings: [Stage.Setting]

    package init() throws { settings = try Self.attacks.map { try Stage.Setting(.named($0.incident)) } }

    /// A stage whose incident is contained.
    package static func contained(_ setting: Stage.Setting) async throws -> (stage: Stage, outcome: Outcome?) {
        var behavior = Behavior()
        behavior.authorizationDelay = delay
        let stage = Stage(setting, .direct, behavior: behavior)
        let response = try await stage.responder().respond(to: setting.incident.bytes()).first
        return (stage, response?.conclusion.outcome)
    }

    /// Lets time pass, tending as a service does, until something was not as it should be; empty when nothing ever is.
    package static func found(_ stage: Stage) async throws -> [Tended] {
        for _ in 1...20 {
            let tended = try await stage.responder().tend().filter { $0.kind != .settled }
            if !tended.isEmpty { return tended }
            stage.aws.clock.advance(pace)
        }
        return []
    }

    package struct Result: Sendable {
        /// After how many seconds it was found; nil where the attack came too late, when the block was known already.
        package let seconds: Double?
        package let complaints: Complaints
    }

    /// One attack of those above, at a moment before IAM's delay is over.
    package func result(seed: UInt64) async throws -> Result {
        var dice = Dice(seed: seed)
        let index = dice.number(0...Self.attacks.count - 1)
        let attack = Self.attacks[index]
        let (stage, outcome) = try await Self.contained(settings[index])
        stage.aws.clock.advance(dice.seconds(0...Self.delay))
        var complaints = Complaints()
        func result(_ seconds: Double?, _ sentences: [String]) -> Result {
            complaints.add(sentences, at: "seed \(seed)", of: attack.incident)
            return Result(seconds: seconds, complaints: complaints)
        }
        guard outcome == .contained, Self.isContained(stage) else {
            return result(nil, ["It is not contained in the first place: \(String(describing: outcome))"])
        }
        do throws(AWSError) { try attack.strike(stage) } catch {
            return result(nil, Self.isContained(stage) ? [] : ["The attack is refused and yet works: \(error)"])
        }
        let (start, messages) = (stage.aws.clock.now, stage.messages)
        let tended = try await Self.found(stage)
        let seconds = stage.aws.clock.now - start
        var sentences: [String] = []
        if tended.map(\.kind) != [.drifted] { sentences.append("What is found is \(tended.map(\.kind)).") }
        if tended.first?.response?.conclusion.outcome != .contained {
            sentences.append("It is not put back: \(String(describing: tended.first))")
        }
        if seconds > Self.limit { sentences.append("It is found after \(seconds) s.") }
        if !Self.isContained(stage) { sentences.append("It is not contained in the end.") }
        if stage.messages != messages + 1 { sentences.append("\(stage.messages - messages) messages tell of it.") }
        if !(try await JournalAudit(stage.journal).report().isClean) { sentences.append("The journal is not clean.") }
        return result(seconds, sentences)
    }

    package static func isContained(_ stage: Stage) -> Bool {
        stage.incident.isContained(in: stage.aws.world, at: stage.aws.clock.now)
    }
}
