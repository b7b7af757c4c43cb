import ActionKit
import EventPattern
import JSON
import Playbook

/// A playbook as lints look at it: its tree with all places, and of each rule what could be understood.
///
/// What cannot be understood is nil; the reader has told of it, and lints pass over it.
struct LintSubject {
    /// A rule of the text.
    struct Rule {
        let node: YAMLNode
        let members: [YAMLNode.Member]
        let name: String
        /// Where the name stands; of a rule without one, where it begins.
        let position: Position
        let when: YAMLNode.Member?
        /// nil where the pattern is not valid.
        let pattern: EventPattern?
        /// The pattern as JSON text.
        let json: String
        let respond: YAMLNode.Member?
        let responses: [Response]
        /// Whether the rule itself asks for approval.
        let approval: YAMLNode.Member?
        /// What of a finding it is about; nil where that is not right.
        let about: RuleSubject?

        /// The responses that change something.
        var changes: [Response] { responses.filter { $0.manifest.phase == .contain } }

        func has(_ phase: Manifest.Phase) -> Bool { responses.contains { $0.manifest.phase == phase } }
    }

    /// An entry of `respond` that names an action there is.
    struct Response {
        let manifest: Manifest
        let position: Position
        /// As written, without `approval`.
        let given: [YAMLNode.Member]
        /// With every standard filled in; nil where they are not right.
        let options: Options?
        let approval: YAMLNode.Member?

        var id: String { manifest.id }

        func option(_ name: String) -> YAMLNode.Member? { given.first { $0.name == name } }
    }

    let source: SourceText
    let members: [YAMLNode.Member]
    let rules: [Rule]
    let manifests: [String: Manifest]

    init(_ root: YAMLNode, _ source: SourceText, _ manifests: [String: Manifest]) {
        self.source = source
        self.manifests = manifests
        members = root.members
        rules = members.named("rules")?.value.elements.map { Self.rule($0, manifests) } ?? []
    }

    /// Whether any rule changes something.
    var changesSomething: Bool { rules.contains { !$0.changes.isEmpty } }

    func found(
        _ lint: Lint, _ position: Position, _ sentence: String, fix: TextFix? = nil
    ) -> Diagnostic {
        source.diagnostic(lint, position, sentence, fix: fix)
    }

    private static func rule(_ node: YAMLNode, _ manifests: [String: Manifest]) -> Rule {
        let members = node.members
        let when = members.named("when")
        let text = when.map { PatternText($0.value) }
        let isWhole = text?.mistakes.isEmpty ?? false
        let name = members.named("name")
        return Rule(
            node: node, members: members, name: name?.value.exactText ?? "",
            position: name?.value.position ?? node.position,
            when: when, pattern: isWhole ? text.flatMap { try? EventPattern($0.json) } : nil, json: text?.json ?? "",
            respond: members.named("respond"),
            responses: members.named("respond")?.value.elements.compactMap { response($0, manifests) } ?? [],
            approval: members.named("approval"), about: about(members))
    }

    private static func about(_ members: [YAMLNode.Member]) -> RuleSubject? {
        guard let member = members.named("about") else { return .resource }
        return member.value.exactText.flatMap(RuleSubject.init)
    }

    private static func response(_ node: YAMLNode, _ manifests: [String: Manifest]) -> Response? {
        var given: [YAMLNode.Member] = []
        let name: String
        let position: Position
        if let text = node.exactText {
            (name, position) = (text, node.position)
        } else {
            guard node.members.count == 1, let member = node.members.first else { return nil }
            (name, position, given) = (member.name, member.position, member.value.members)
        }
        guard let manifest = manifests[name] else { return nil }
        let options = given.filter { $0.name != "approval" }
        let values = Dictionary(options.map { ($0.name, $0.value.json) }, uniquingKeysWith: { first, _ in first })
        let whole = values.compactMapValues { $0 }
        return Response(
            manifest: manifest, position: position, given: options,
            options: whole.count == values.count ? try? Options(whole, for: manifest) : nil,
            approval: given.named("approval"))
    }
}

extension YAMLNode {
    /// The members of a mapping; none of anything else.
    var members: [Member] {
        if case .map(let members) = content { return members }
        return []
    }

    /// The elements of a list; none of anything else.
    var elements: [YAMLNode] {
        if case .list(let elements) = content { return elements }
        return []
    }

    /// The value as JSON; nil where JSON has none.
    var json: JSONValue? {
        let text = PatternText(self)
        return text.mistakes.isEmpty ? try? JSONValue(parsing: text.json) : nil
    }
}

extension [YAMLNode.Member] {
    func named(_ name: String) -> YAMLNode.Member? { first { $0.name == name } }
}
