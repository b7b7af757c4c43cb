import ActionKit
import Engine
import JSON
import SimulatedAWS

/// Whom no response may touch: who helps when everything else is locked out, what AWS keeps for itself, and what the
/// playbook protects.
package struct ProtectionCheck: Sendable {
    private static let instances = "arn:aws:ec2:*:*:instance/i-0123*"
    private let settings: [Stage.Setting]
    private let instance: Stage.Setting

    package init() throws {
        settings = try ["blocked user", "blocked role"].map { try Stage.Setting(try .named($0)) }
        instance = try Stage.Setting(
            try .named("isolated instance"), head: "guardrails: { protect: [\"\(Self.instances)\"] }")
    }

    package func complaints(seed: UInt64) async throws -> Complaints {
        var dice = Dice(seed: seed)
        let pattern = dice.one(of: Rescuers.patterns + [Self.instances])
        let (stage, subject, event) = scene(pattern, &dice)
        let response = try await stage.responder().respond(to: event).first
        let changes = stage.aws.writes.map(\.operation).filter { $0 != "sns:Publish" && !$0.hasPrefix("sts:") }
        var sentences = changes.map { "\(subject) of \(pattern) is changed by \($0)." }
        // Of what only AWS changes, Quell says so itself.
        if let outcome = response?.conclusion.outcome, ![.held, .notApplicable].contains(outcome) {
            sentences.append("\(subject) of \(pattern) ends as \(outcome): \(response?.conclusion.why ?? "")")
        }
        var complaints = Complaints()
        complaints.add(sentences, at: "seed \(seed)", of: stage.incident.name)
        return complaints
    }

    /// The incident about a principal or an instance that a pattern protects.
    func scene(_ pattern: String, _ dice: inout Dice) -> (Stage, subject: String, event: [UInt8]) {
        guard pattern != Self.instances else {
            return (Stage(instance, .direct), Scenery.instance, instance.incident.bytes())
        }
        // arn:*:iam::*:role/path/name
        let path = pattern.split(separator: ":", omittingEmptySubsequences: false).last.map(String.init) ?? ""
        let filled = path.split(separator: "*", omittingEmptySubsequences: false).map(String.init).joined(
            separator: dice.text(1...12))
        let parts = filled.split(separator: "/").map(String.init)
        let isUser = parts.first == "user"
        let setting = settings[isUser ? 0 : 1]
        let name = parts.last ?? ""
        let folder = parts.count > 2 ? "/" + parts[1..<(parts.count - 1)].joined(separator: "/") + "/" : "/"
        let stage = Stage(setting, .direct)
        let old = isUser ? Scenery.user : Scenery.role
        stage.aws.change { world in
            var identity = Identities.Member(id: isUser ? Scenery.userID : Scenery.roleID, path: folder)
            identity.keys = isUser ? ["AKIAIOSFODNN7EXAMPLE": true] : [:]
            if isUser {
                world[identities: Scenery.member].users[name] = identity
            } else {
                world[identities: Scenery.member].roles[name] = identity
            }
            for (id, finding) in world.findings {
                guard let resource = finding.members["Resource"] else { continue }
                world.findings[id]?.members["Resource"] = Self.renamed(resource, "UserName", name)
            }
        }
        let event = Self.renamed(setting.incident.event, "userName", name)
        return (stage, "\(old) as \(filled)", Array(event.description.utf8))
    }

    /// The same document with another value wherever a key stands.
    private static func renamed(_ json: JSONValue, _ key: String, _ value: String) -> JSONValue {
        if let members = json.object {
            return .object(
                Dictionary(
                    uniqueKeysWithValues: members.map { ($0, $0 == key ? .string(value) : renamed($1, key, value)) }))
        }
        if let elements = json.array { return .array(elements.map { renamed($0, key, value) }) }
        return json
    }
}
