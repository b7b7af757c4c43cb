import Playbook
import JSON

/// What a valid pattern should still not say, or should say and does not.
struct PatternLint {
    /// Something to tell, and where.
    struct Note {
        let lint: Lint
        let position: Position
        let sentence: String
        var fix: TextFix?
    }

    /// Numbers where events have texts, so that the pattern can never match.
    private(set) var errors: [Note] = []
    private(set) var warnings: [Note] = []
    private let source: SourceText

    private static let knownSources = ["aws.guardduty", "aws.config", "aws.securityhub"]
    private static let accountFields: Set<String> = ["account", "accountId", "awsAccountId"]

    /// Looks through the `when` of a rule.
    init(_ root: YAMLNode, _ source: SourceText) {
        self.source = source
        look(at: root)
        if case .map(let members) = root.content {
            checkTypes(members)
            for source in Self.texts(members, "source") where !Self.knownSources.contains(source.text) {
                let advice = Spelling.advice(source.text, known: Self.knownSources)
                let meant = Spelling.correction(of: source.text, in: Self.knownSources)
                warnings.append(
                    Note(
                        lint: .unknownSource, position: source.position,
                        sentence: "Quell reads no findings from \(source.text.quoted). \(advice)",
                        fix: meant.flatMap { self.source.replacing(source.text, at: source.position, with: $0) }))
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
                Note(
                    lint: .numericAccount, position: element.position,
                    sentence: "\(scalar.text) is a number here, but account ids are texts in events and no event "
                        + "would match; write \"\(scalar.text)\" in quotes.",
                    fix: source.quoting(element)))
        }
    }

    private mutating func checkTypes(_ members: [YAMLNode.Member]) {
        guard let detail = members.first(where: { $0.name == "detail" }), case .map(let fields) = detail.value.content
        else { return }
        guard Self.texts(members, "source").contains(where: { $0.text == "aws.guardduty" }) else { return }
        for type in Self.texts(fields, "type") {
            if let advice = RetiredFindingTypes.advice(type.text) {
                warnings.append(
                    Note(
                        lint: .retiredFindingType, position: type.position,
                        sentence: "GuardDuty no longer sends \(type.text.quoted). \(advice)",
                        fix: FindingTypes.hasPrefix(type.text + ".")
                            ? source.wrapping(type.text, at: type.position, in: "prefix") : nil))
            } else if !FindingTypes.contains(type.text) {
                // A response that never happens is what a wrong letter here would mean.
                let meant = FindingTypes.nearest(to: type.text)
                let advice = meant.map { " Did you mean \($0.quoted)?" } ?? ""
                errors.append(
                    Note(
                        lint: .unknownFindingType, position: type.position,
                        sentence:
                            "\(type.text.quoted) is no finding type of GuardDuty (\(FindingTypes.date)).\(advice) "
                            + "Where it is newer than that, write { prefix: \(type.text.quoted) }.",
                        fix: FindingTypes.correction(of: type.text).flatMap {
                            source.replacing(type.text, at: type.position, with: $0)
                        }))
            }
        }
        for (element, node, prefix) in Self.prefixes(fields, "type") where !FindingTypes.hasPrefix(prefix) {
            let advice =
                Spelling.nearest(to: prefix, in: FindingTypes.families).map { " Did you mean \($0.quoted)?" } ?? ""
            warnings.append(
                Note(
                    lint: .unmatchedPrefix, position: element,
                    sentence: "No finding type of GuardDuty (\(FindingTypes.date)) begins with \(prefix.quoted): the "
                        + "rule matches nothing until there is one." + advice,
                    fix: Spelling.correction(of: prefix, in: FindingTypes.families).flatMap {
                        source.replacing(prefix, at: node, with: $0)
                    }))
        }
    }

    private static func prefixes(_ members: [YAMLNode.Member], _ name: String) -> [(
        element: Position, node: Position, text: String
    )] {
        guard let member = members.first(where: { $0.name == name }), case .list(let elements) = member.value.content
        else { return [] }
        return elements.compactMap { element in
            guard case .map(let parts) = element.content, let part = parts.first, part.name == "prefix",
                let text = part.value.exactText
            else { return nil }
            return (element.position, part.value.position, text)
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
