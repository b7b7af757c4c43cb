import AWSClient
import Engine
import SimulatedAWS

/// What carries the exception tag is never changed; what carries one that does not hold has no immunity; and where nobody
/// can tell, nothing is changed.
package struct ExceptionCheck: Sendable {
    private let plain: [Stage.Setting]
    private let strict: [Stage.Setting]
    private static let names = Incident.short + ["isolated instance"]
    /// Operations that change what the incident is about: not people's messages, and not the finding.
    private static let harmless: Set = ["sns:Publish", "guardduty:ArchiveFindings", "securityhub:BatchUpdateFindings"]

    package init() throws {
        plain = try Self.names.map { try Stage.Setting(try .named($0)) }
        strict = try Self.names.map {
            try Stage.Setting(
                try .named($0), head: "exceptions: { tag: SecurityException, mode: strict, records: journal }")
        }
    }

    /// One exempt resource, and events about it.
    package func exempt(seed: UInt64, events: Int) async throws -> Complaints {
        var dice = Dice(seed: seed)
        let stage = Stage(dice.one(of: plain), .direct)
        tag(stage, dice.text(0...20))
        for _ in 0..<events {
            _ = try await stage.responder().respond(to: stage.incident.bytes())
            stage.aws.clock.advance(dice.seconds(1...4_000))
        }
        var complaints = Complaints()
        complaints.add(changes(stage).map { "Changed by \($0)." }, at: "seed \(seed)", of: stage.incident.name)
        return complaints
    }

    /// A tag that no record stands behind.
    package func invalid(seed: UInt64) async throws -> Complaints {
        var dice = Dice(seed: seed)
        let stage = Stage(dice.one(of: strict), .direct)
        tag(stage, dice.text(0...20))
        let response = try await stage.responder().respond(to: stage.incident.bytes()).first
        var complaints = Complaints()
        if response?.conclusion.outcome != .contained {
            complaints.add(
                ["It ends as \(String(describing: response?.conclusion))"], at: "seed \(seed)", of: stage.incident.name)
        }
        return complaints
    }

    /// Whether there is a tag cannot be read, whatever the reason.
    package func unreadable(seed: UInt64) async throws -> Complaints {
        var dice = Dice(seed: seed)
        let stage = Stage(dice.one(of: plain), .direct)
        tag(stage, dice.text(0...20))
        let error = dice.one(of: ErrorClass.allCases.filter { $0 != .notFound })
        for operation in [
            EC2.describeInstances, EC2.describeSecurityGroups, S3.getBucketTagging, IAM.getUser, IAM.getRole,
        ] { stage.aws.failing(operation, with: error) }
        let response = try await stage.responder().respond(to: stage.incident.bytes()).first
        var sentences = changes(stage).map { "Changed by \($0)." }
        if let outcome = response?.conclusion.outcome, ![.held, .failed].contains(outcome) {
            sentences.append("With \(error) it ends as \(outcome).")
        }
        var complaints = Complaints()
        complaints.add(sentences, at: "seed \(seed)", of: stage.incident.name)
        return complaints
    }

    private func tag(_ stage: Stage, _ value: String) {
        let key = "SecurityException"
        stage.aws.change { world in
            switch stage.incident.name {
            case "blocked user": world[identities: Scenery.member].users[Scenery.user]?.tags[key] = value
            case "blocked role": world[identities: Scenery.member].roles[Scenery.role]?.tags[key] = value
            case "bucket closed by a runbook": world.buckets[Scenery.bucket]?.tags[key] = value
            case "confined security group":
                world[account: Scenery.member, region: Scenery.region].tags[Scenery.openGroup, default: [:]][key] =
                    value
            default:
                world[account: Scenery.member, region: Scenery.region].tags[Scenery.instance, default: [:]][key] = value
            }
        }
    }

    private func changes(_ stage: Stage) -> [String] {
        stage.aws.writes.filter { !Self.harmless.contains($0.operation) && !$0.operation.hasPrefix("sts:") }.map {
            "\($0.operation)"
        }
    }
}
