import Playbook
import ActionKit
import JSON

/// Turns the tree of a YAML text into a playbook, and notes everything that is wrong on the way.
struct PlaybookReader {
    let source: SourceText
    let manifests: [String: Manifest]
    /// The actions behind the manifests, where there are any; they check what a manifest cannot say.
    private let types: [String: any Action.Type]
    private(set) var errors: [Diagnostic] = []
    private(set) var warnings: [Diagnostic] = []

    init(_ source: SourceText, _ manifests: [Manifest], _ types: [any Action.Type]) {
        self.source = source
        self.types = Dictionary(types.map { ($0.manifest.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.manifests = Dictionary(manifests.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// nil when an error was noted.
    mutating func playbook(_ root: YAMLNode) -> Playbook? {
        guard
            let members = members(
                root, of: "A playbook", known: PlaybookKeys.playbook, needed: PlaybookKeys.neededOfPlaybook)
        else { return nil }
        checkVersion(members["quell"])
        let (tag, strict) = exceptions(members["exceptions"])
        let topic = topic(members["notify"])
        let guardrails = guardrails(members["guardrails"])
        let rules = rules(members["rules"])
        guard errors.isEmpty else { return nil }
        var playbook = Playbook(
            exceptionTag: tag, topic: topic, guardrails: guardrails, rules: rules,
            source: source.text, warnings: warnings.sorted { $0.position < $1.position })
        playbook.strictExceptions = strict
        return playbook
    }

    mutating func fail(_ lint: Lint, _ position: Position, _ sentence: String, fix: TextFix? = nil) {
        errors.append(source.diagnostic(lint, position, sentence, fix: fix))
    }

    mutating func warn(_ lint: Lint, _ position: Position, _ sentence: String, fix: TextFix? = nil) {
        warnings.append(source.diagnostic(lint, position, sentence, fix: fix))
    }

    /// The members of a mapping by name; nil when it is no mapping.
    ///
    /// Unknown and missing names are noted.
    mutating func members(
        _ node: YAMLNode, of what: String, known: [String], needed: [String] = [], at position: Position? = nil
    ) -> [String: YAMLNode.Member]? {
        guard case .map(let members) = node.content else {
            fail(
                .wrongKind, node.position,
                "\(what) must be a mapping with \(known.joined(separator: ", ")), but is \(node.kind).")
            return nil
        }
        for member in members where !known.contains(member.name) {
            let advice = Spelling.advice(member.name, known: known)
            let meant = Spelling.correction(of: member.name, in: known)
                .flatMap { meant in members.contains { $0.name == meant } ? nil : meant }
            fail(
                .unknownKey, member.position, "\(what) has no key \(member.name.quoted). \(advice)",
                fix: meant.flatMap { source.replacing(member.name, at: member.position, with: $0) })
        }
        let byName = Dictionary(members.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for name in needed where byName[name] == nil {
            fail(.missingKey, position ?? node.position, "\(what) needs the key \"\(name)\".")
        }
        return byName
    }

    /// The elements of a list that must not be empty; anything else is noted.
    mutating func elements(_ member: YAMLNode.Member?, of what: String) -> [YAMLNode] {
        guard let member else { return [] }
        guard case .list(let elements) = member.value.content else {
            fail(
                .wrongKind, member.value.position,
                "\(what) must be a list, but is \(member.value.kind); begin each entry with \"- \".")
            return []
        }
        if elements.isEmpty { fail(.emptyList, member.value.position, "\(what) must not be empty.") }
        return elements
    }

    /// The text of a scalar; anything else is noted.
    mutating func text(_ node: YAMLNode, of what: String) -> String? {
        if let text = node.exactText { return text }
        fail(.wrongKind, node.position, "\(what) must be a text, but is \(node.kind).")
        return nil
    }

    /// Lets the action itself take its options.
    func checkAction(_ id: String, _ options: Options) throws(Options.Mistake) {
        if let type = types[id] { _ = try type.init(options) }
    }

    /// What an action would destroy for good under its options; nil for all others.
    func harm(_ id: String, _ options: Options) -> String? {
        guard let type = types[id] else { return nil }
        return (try? type.init(options))?.irreversibleHarm
    }

    private mutating func checkVersion(_ member: YAMLNode.Member?) {
        guard let member else { return }
        guard case .scalar(let scalar) = member.value.content, case .value(let value) = scalar.typed,
            value == .number("1")
        else {
            return fail(.wrongVersion, member.value.position, "This Quell reads playbooks of version 1; write quell: 1")
        }
    }

    private mutating func topic(_ member: YAMLNode.Member?) -> String? {
        guard let member, let members = members(member.value, of: "notify", known: PlaybookKeys.notify),
            let topic = members["topic"]
        else { return nil }
        return topicARN(topic.value, of: "topic")
    }

    /// The ARN of a standard topic; anything else is noted.
    mutating func topicARN(_ node: YAMLNode, of what: String) -> String? {
        guard let text = text(node, of: what) else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[1].hasPrefix("aws"), parts[2] == "sns", !parts[3].isEmpty,
            parts[4].utf8.count == 12, parts[4].utf8.allSatisfy({ (48...57).contains($0) }),
            (1...256).contains(parts[5].utf8.count), parts[5].utf8.allSatisfy({ $0.isTopicNamePart }),
            parts[3].utf8.allSatisfy({ $0.isTopicNamePart })
        else {
            fail(
                .topicARN, node.position,
                "\(text.quoted) is not the ARN of a standard SNS topic; write one such as "
                    + "arn:aws:sns:eu-west-1:111122223333:quell-alerts")
            return nil
        }
        return text
    }
}

extension UInt8 {
    /// Whether the byte may stand in the name of a standard topic, which cannot end in `.fifo`.
    fileprivate var isTopicNamePart: Bool {
        (48...57).contains(self) || (65...90).contains(self) || (97...122).contains(self)
            || self == UInt8(ascii: "_") || self == UInt8(ascii: "-")
    }
}
