import JSON
import Playbook

/// The fields that a pattern asks for, each with its alternatives; of patterns without `$or`.
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
        var fields: [Field] = []
        guard Self.collect(when, [], &fields), Set(fields.map(\.path)).count == fields.count else { return nil }
        self.fields = fields
    }

    subscript(_ path: String...) -> Field? { fields.first { $0.path == path } }

    /// The sources that the pattern asks for; nil where they are not written out.
    var sources: [String]? { self["source"]?.exactTexts }

    /// The one source that Quell knows and the pattern asks for; nil for several, and for others.
    var onlySource: EventKind? {
        guard let sources, let first = sources.first, sources.allSatisfy({ $0 == first }) else { return nil }
        return EventKind.all.first { $0.source == first }
    }

    private static func collect(_ node: YAMLNode, _ path: [String], _ fields: inout [Field]) -> Bool {
        for member in node.members {
            guard member.name != "$or" else { return false }
            // EventBridge takes a name with dots for a path.
            let inner = path + member.name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            switch member.value.content {
            case .map: if !collect(member.value, inner, &fields) { return false }
            case .list(let alternatives):
                fields.append(Field(path: inner, position: member.position, alternatives: alternatives))
            case .scalar: return false
            }
        }
        return true
    }
}

extension YAMLNode {
    /// The text of a matcher such as `{ prefix: "Trojan:EC2/" }`; nil for every other node.
    func matcher(_ name: String) -> String? {
        guard members.count == 1, let member = members.first, member.name == name else { return nil }
        return member.value.exactText
    }
}
