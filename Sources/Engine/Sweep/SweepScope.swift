import EventPattern
import JSON
import Playbook

/// What a sweep must list: what the patterns of a playbook can match.
struct SweepScope: Sendable {
    /// Whether any rule is about findings of GuardDuty.
    let hasFindings: Bool
    /// What rules about AWS Config ask of a Config rule's name; nil where one asks for none.
    private let names: [EventPattern?]

    init(_ playbook: Playbook) throws {
        let patterns = try playbook.rules.map { try JSONValue(parsing: $0.pattern) }
        hasFindings = try patterns.contains { try Self.admits($0, source: "aws.guardduty") }
        names = try patterns.filter { try Self.admits($0, source: "aws.config") }.map { pattern in
            guard let name = pattern["detail"]?["configRuleName"] else { return nil }
            return try EventPattern(JSONValue.object(["detail": ["configRuleName": name]]).description)
        }
    }

    var hasCompliance: Bool { !names.isEmpty }

    /// Whether a rule of the playbook may match what a Config rule says.
    func asks(forConfigRule name: String) throws -> Bool {
        let event = try Event(JSONValue.object(["detail": ["configRuleName": .string(name)]]).description)
        return names.contains { $0?.matches(event) ?? true }
    }

    /// A pattern whose sources are in branches may match any.
    private static func admits(_ pattern: JSONValue, source: String) throws -> Bool {
        guard let sources = pattern["source"] else { return true }
        return try EventPattern(JSONValue.object(["source": sources]).description)
            .matches(Event(JSONValue.object(["source": .string(source)]).description))
    }
}
