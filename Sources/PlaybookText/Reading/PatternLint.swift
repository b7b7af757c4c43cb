import Playbook
import JSON

/// What a valid pattern should still not say, or should say and does not.
struct PatternLint {
    /// Numbers where events have texts, so that the pattern can never match.
    private(set) var errors: [(position: Position, sentence: String)] = []
    private(set) var warnings: [(position: Position, sentence: String)] = []

    private static let knownSources = ["aws.guardduty", "aws.config", "aws.securityhub"]
    private static let accountFields: Set<String> = ["account", "accountId", "awsAccountId"]

    /// Looks through the `when` of a rule.
    init(_ root: YAMLNode) {
        look(at: root)
        if case .map(let members) = root.content {
            checkTypes(members)
            for source in Self.texts(members, "source") where !Self.knownSources.contains(source.text) {
                let advice = Spelling.advice(source.text, known: Self.knownSources)
                warnings.append((source.position, "Quell reads no findings from \(source.text.quoted). \(advice)"))
            }
        }
    }

    /// Whether every way to match asks for one of a list of exact sources.
    static func pinsSource(_ node: YAMLNode) -> Bool {
        guard case .map(let members) = node.content else { return false }
        if let source = members.first(where: { $0.name == "source" }) {
            guard case .list(let elements) = source.value.content else { return false }
            return !elements.isEmpty && elements.allSatisfy { $0.exactText != nil }
        }
        guard let or = members.first(where: { $0.name == "$or" }), case .list(let branches) = or.value.content else {
            return false
        }
        return !branches.isEmpty && branches.allSatisfy(pinsSource)
    }

    private mutating func look(at node: YAMLNode) {
        switch node.content {
        case .scalar: break
        case .list(let elements):
            for element in elements { look(at: element) }
        case .map(let members):
            for member in members {
                if Self.accountFields.contains(member.name) { checkAccounts(member.value) }
                look(at: member.value)
            }
        }
    }

    private mutating func checkAccounts(_ node: YAMLNode) {
        guard case .list(let elements) = node.content else { return }
        for element in elements {
            guard case .scalar(let scalar) = element.content, case .value(.number) = scalar.typed else { continue }
            errors.append(
                (
                    element.position,
                    "\(scalar.text) is a number here, but account ids are texts in events and no event would match; "
                        + "write \"\(scalar.text)\" in quotes."
                ))
        }
    }

    private mutating func checkTypes(_ members: [YAMLNode.Member]) {
        guard let detail = members.first(where: { $0.name == "detail" }), case .map(let fields) = detail.value.content
        else { return }
        guard Self.texts(members, "source").contains(where: { $0.text == "aws.guardduty" }) else { return }
        for type in Self.texts(fields, "type") {
            if let advice = RetiredFindingTypes.advice(type.text) {
                warnings.append((type.position, "GuardDuty no longer sends \(type.text.quoted). \(advice)"))
            } else if !FindingTypes.contains(type.text) {
                // A response that never happens is what a wrong letter here would mean.
                let advice = FindingTypes.nearest(to: type.text).map { "Did you mean \($0.quoted)?" } ?? ""
                errors.append(
                    (
                        type.position,
                        "\(type.text.quoted) is no finding type of GuardDuty (\(FindingTypes.date)). \(advice) "
                            + "Where it is newer than that, write { prefix: \(type.text.quoted) }."
                    ))
            }
        }
        for (position, prefix) in Self.prefixes(fields, "type") where !FindingTypes.hasPrefix(prefix) {
            warnings.append(
                (
                    position,
                    "No finding type of GuardDuty (\(FindingTypes.date)) begins with \(prefix.quoted): the rule "
                        + "matches nothing until there is one."
                ))
        }
    }

    private static func prefixes(_ members: [YAMLNode.Member], _ name: String) -> [(position: Position, text: String)] {
        guard let member = members.first(where: { $0.name == name }), case .list(let elements) = member.value.content
        else { return [] }
        return elements.compactMap { element in
            guard case .map(let parts) = element.content, let part = parts.first, part.name == "prefix",
                let text = part.value.exactText
            else { return nil }
            return (element.position, text)
        }
    }

    private static func texts(_ members: [YAMLNode.Member], _ name: String) -> [(position: Position, text: String)] {
        guard let member = members.first(where: { $0.name == name }), case .list(let elements) = member.value.content
        else { return [] }
        return elements.compactMap { element in element.exactText.map { (element.position, $0) } }
    }
}

extension YAMLNode {
    /// The text of a scalar that is a text.
    var exactText: String? {
        guard case .scalar(let scalar) = content, case .value(.string(let text)) = scalar.typed else { return nil }
        return text
    }
}
