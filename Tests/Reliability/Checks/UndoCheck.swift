import Engine
import SimulatedAWS

/// Others change what Quell has changed, or something beside it, and then it is taken back: what comes of it is the state
/// before, with theirs, or a conflict and no change at all.
package struct UndoCheck: Sendable {
    /// A change by somebody else; `isOurs` says whether Quell has changed the same thing.
    private struct Foreign: Sendable {
        let name: String
        let isOurs: Bool
        let change: @Sendable (inout World) -> Void
    }

    private let settings: [Stage.Setting]

    package init() throws { settings = try Incident.all.map { try Stage.Setting($0) } }

    package func complaints(seed: UInt64) async throws -> Complaints {
        var dice = Dice(seed: seed)
        let setting = dice.one(of: settings)
        let stage = Stage(setting, .direct)
        guard let response = try await stage.responder().respond(to: setting.incident.bytes()).first else {
            return .init()
        }
        stage.aws.clock.advance(dice.seconds(0...7_200))
        var expected = setting.origin
        var foreign: [Foreign] = []
        for change in Self.changes(setting.incident.name) where dice.happens(30) {
            stage.aws.change(change.change)
            if !change.isOurs { change.change(&expected) }
            foreign.append(change)
        }
        let isDisturbed = dice.happens(30)
        if isDisturbed {
            stage.aws.failing(
                call: stage.aws.history.count + dice.number(1...25), with: dice.one(of: ErrorClass.allCases))
        }
        let wanted = expected.projection(at: stage.aws.clock.now + 86_400)
        var sentences: [String] = []
        for _ in 1...dice.number(2...4) {
            let before = stage.projection
            let ending = try await stage.undoer().undo(response.execution, by: "anna", isForced: false)
            sentences += judge(
                ending, stage, before, wanted, mustRefuse: foreign.contains(where: \.isOurs), isDisturbed: isDisturbed)
            stage.aws.clock.advance(600)
        }
        var complaints = Complaints()
        complaints.add(
            sentences.map { "\($0) (others: \(foreign.map(\.name).joined(separator: ", ")))" }, at: "seed \(seed)",
            of: setting.incident.name)
        return complaints
    }

    private func judge(
        _ ending: Undoer.Ending, _ stage: Stage, _ before: Projection, _ wanted: Projection, mustRefuse: Bool,
        isDisturbed: Bool
    ) -> [String] {
        let now = stage.projection
        switch ending {
        case .undone:
            let overwritten = mustRefuse ? ["What others had changed since was overwritten."] : []
            return overwritten + now.differences(from: wanted).map { "Undone, but: \($0)" }
        case .refused(let conflicts):
            // An error may say that a thing is not there; not to change anything is right then, too.
            let needless = mustRefuse || isDisturbed ? [] : ["Refused, and nobody has touched it: \(conflicts)"]
            return needless + now.differences(from: before).map { "Refused, but: \($0)" }
        // The next one goes on.
        case .failed: return []
        case .nothingToUndo, .wouldUndo: return now.differences(from: before).map { "\(ending), but: \($0)" }
        }
    }

    private static func changes(_ incident: String) -> [Foreign] {
        switch incident {
        case "blocked user", "blocked role": principalChanges(incident == "blocked user")
        case "confined security group": groupChanges
        case "bucket closed by a runbook": []
        default: instanceChanges
        }
    }

    private static let instanceChanges = [
        Foreign(name: "a tag of their own", isOurs: false) {
            $0[account: Scenery.member, region: Scenery.region].tags[Scenery.instance, default: [:]]["Owner"] = "ops"
        },
        Foreign(name: "another group on an interface", isOurs: true) { world in
            let region = world[account: Scenery.member, region: Scenery.region]
            guard
                let id = region.interfaces.keys.sorted().first(where: {
                    region.interfaces[$0]?.instance == Scenery.instance
                })
            else { return }
            world[account: Scenery.member, region: Scenery.region].interfaces[id]?.groups = [Scenery.openGroup]
        },
        Foreign(name: "a rule in another group", isOurs: false) {
            $0[account: Scenery.member, region: Scenery.region].groups[Scenery.openGroup]?.rules[
                "sgr-00000000000000099"] =
                .init(isEgress: false, "udp", from: 53, to: 53, .ipv4("10.0.0.0/8"))
        },
    ]

    private static func principalChanges(_ isUser: Bool) -> [Foreign] {
        @Sendable func change(_ world: inout World, _ body: (inout Identities.Member) -> Void) {
            let (kind, name): (Identities.Member.Kind, String) = isUser ? (.user, Scenery.user) : (.role, Scenery.role)
            var identities = world[identities: Scenery.member]
            if kind == .user, var identity = identities.users[name] {
                body(&identity)
                identities.users[name] = identity
            } else if var identity = identities.roles[name] {
                body(&identity)
                identities.roles[name] = identity
            }
            world[identities: Scenery.member] = identities
        }
        return [
            Foreign(name: "another policy attached", isOurs: false) { world in
                change(&world) { $0.attached.append("arn:aws:iam::aws:policy/AdministratorAccess2") }
            },
            Foreign(name: "an inline policy", isOurs: false) { world in
                change(&world) { $0.inline["theirs"] = "{\"Statement\":[]}" }
            },
            Foreign(name: "a tag", isOurs: false) { world in change(&world) { $0.tags["Owner"] = "ops" } },
        ]
    }

    private static let groupChanges = [
        Foreign(name: "another range in the confined rule", isOurs: true) {
            $0[account: Scenery.member, region: Scenery.region].groups[Scenery.openGroup]?
                .rules["sgr-00000000000000001"]?.peer = .ipv4("10.9.0.0/16")
        },
        Foreign(name: "a rule of their own", isOurs: false) {
            $0[account: Scenery.member, region: Scenery.region].groups[Scenery.openGroup]?.rules[
                "sgr-00000000000000099"] =
                .init(isEgress: false, "udp", from: 53, to: 53, .ipv4("10.0.0.0/8"))
        },
        Foreign(name: "a tag of the group", isOurs: false) {
            $0[account: Scenery.member, region: Scenery.region].tags[Scenery.openGroup, default: [:]]["Owner"] = "ops"
        },
    ]
}
