import JSON
import Playbook

/// The fields that a pattern asks for, each with its alternatives; of a pattern without `$or`, or of one way through it.
struct PatternFields {
    struct Field {
        /// Names from the root of the event, such as `["detail", "type"]`.
        let path: [String]
        /// Where the last name stands.
        let position: Position
        let alternatives: [YAMLNode]

        var name: String { path.joined(separator: ".") }

        /// Every alternative as a text; nil where one is something else.
        var exactTexts: [String]? {
            let texts = alternatives.compactMap(\.exactText)
            return texts.count == alternatives.count ? texts : nil
        }
    }

    let fields: [Field]

    /// nil for a pattern with `$or`, with a field that is asked for twice, or with something that is no field.
    init?(_ when: YAMLNode) {
        guard let ways = Self.ways(through: when), ways.count == 1, let only = ways.first else { return nil }
        self = only
    }

    private init(fields: [Field]) { self.fields = fields }

    /// Ways that EventBridge takes; a pattern with more is refused.
    private static let mostWays = 1_000

    /// The pattern once for each choice among the branches of its `$or`; an event matches it that matches one of them.
    ///
    /// nil where one cannot be told: for too many of them, a field that is asked for twice, and something that is no field.
    static func ways(through when: YAMLNode) -> [PatternFields]? {
        guard let ways = extended([[]], by: when, []),
            ways.allSatisfy({ Set($0.map(\.path)).count == $0.count })
        else { return nil }
        return ways.map { PatternFields(fields: $0) }
    }

    subscript(_ path: String...) -> Field? { fields.first { $0.path == path } }

    /// The sources that the pattern asks for; nil where they are not written out.
    var sources: [String]? { self["source"]?.exactTexts }

    /// The one source that Quell knows and the pattern asks for; nil for several, and for others.
    var onlySource: EventKind? {
        guard let sources, let first = sources.first, sources.allSatisfy({ $0 == first }) else { return nil }
        return EventKind.all.first { $0.source == first }
    }

    /// The ways so far, each with the fields of a part of the pattern behind it.
    private static func extended(_ ways: [[Field]], by node: YAMLNode, _ path: [String]) -> [[Field]]? {
        var ways = ways
        for member in node.members {
            if member.name == "$or" {
                var branched: [[Field]] = []
                for branch in member.value.elements {
                    guard let more = extended(ways, by: branch, path) else { return nil }
                    branched += more
                    guard branched.count <= mostWays else { return nil }
                }
                ways = branched
            } else {
                guard let next = extended(ways, by: member, path) else { return nil }
                ways = next
            }
            guard ways.count <= mostWays else { return nil }
        }
        return ways
    }

    private static func extended(_ ways: [[Field]], by member: YAMLNode.Member, _ path: [String]) -> [[Field]]? {
        // EventBridge takes a name with dots for a path.
        let inner = path + member.name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        switch member.value.content {
        case .map: return extended(ways, by: member.value, inner)
        case .list(let alternatives):
            let field = Field(path: inner, position: member.position, alternatives: alternatives)
            return ways.map { $0 + [field] }
        case .scalar: return nil
        }
    }
}

extension YAMLNode {
    /// The text of a matcher such as `{ prefix: "Trojan:EC2/" }`; nil for every other node.
    func matcher(_ name: String) -> String? {
        guard members.count == 1, let member = members.first, member.name == name else { return nil }
        return member.value.exactText
    }
}
