import Playbook
import ActionKit
import EventPattern

extension PlaybookReader {
    mutating func rules(_ member: YAMLNode.Member?) -> [Rule] {
        var rules: [Rule] = []
        var names: [String: Position] = [:]
        for node in elements(member, of: "rules") {
            guard
                let members = members(
                    node, of: "A rule", known: PlaybookKeys.rule, needed: PlaybookKeys.neededOfRule)
            else { continue }
            let name = name(members["name"], taken: &names)
            let pattern = members["when"].flatMap { self.pattern($0) }
            let about = about(members["about"])
            let approval = approval(members["approval"])
            let respond = responses(
                members["respond"], approval, at: members["approval"]?.position ?? node.position)
            if let name, let pattern {
                rules.append(
                    Rule(
                        name: name, when: pattern.compiled, pattern: pattern.json, respond: respond, about: about,
                        approval: approval))
            }
        }
        return rules
    }

    private mutating func about(_ member: YAMLNode.Member?) -> RuleSubject {
        guard let member, let word = text(member.value, of: "about") else { return .resource }
        if let subject = RuleSubject(rawValue: word) { return subject }
        let words = RuleSubject.allCases.map(\.rawValue)
        fail(
            .wrongKind, member.value.position,
            "about must be one of \(words.joined(separator: ", ")). \(Spelling.advice(word, known: words))")
        return .resource
    }

    private mutating func name(
        _ member: YAMLNode.Member?, taken: inout [String: Position]
    ) -> String? {
        guard let member, let name = text(member.value, of: "The name of a rule") else { return nil }
        let position = member.value.position
        let words = name.split(separator: "-", omittingEmptySubsequences: false)
        let isName = words.allSatisfy { word in
            !word.isEmpty && word.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) }
        }
        guard isName, name.utf8.count <= 64, let first = name.utf8.first, (97...122).contains(first) else {
            fail(
                .ruleName, position,
                "\(name.quoted) cannot be the name of a rule; write up to 64 lower-case letters, digits and "
                    + "single dashes, such as contain-compromised-instance")
            return nil
        }
        if let earlier = taken[name] {
            fail(
                .ruleName, position,
                "The rule of line \(earlier.line) is named \"\(name)\" too; give this one another name.")
            return nil
        }
        taken[name] = position
        return name
    }

    private mutating func pattern(_ member: YAMLNode.Member) -> (compiled: EventPattern, json: String)? {
        let node = member.value
        guard case .map = node.content else {
            fail(
                .wrongKind, node.position,
                "when must be an event pattern, a mapping such as {source: [aws.guardduty]}, but is \(node.kind).")
            return nil
        }
        guard let pattern = compiled(member) else { return nil }
        guard PatternLint.pinsSource(node) else {
            fail(
                .unpinnedSource, member.position,
                "The pattern must ask for exact sources, such as source: [aws.guardduty]. Without it any account "
                    + "could set off the rule with an event of its own; only AWS can send events of sources "
                    + "that begin with aws.")
            return nil
        }
        return pattern
    }

    /// An event pattern, whatever it is for; nil when it is not valid.
    mutating func compiled(_ member: YAMLNode.Member) -> (compiled: EventPattern, json: String)? {
        let node = member.value
        let text = PatternText(node)
        for mistake in text.mistakes {
            fail(
                .noValue, mistake.node.position, "Here \(mistake.sentence).", fix: source.quoting(mistake.node))
        }
        let lint = PatternLint(node, source)
        for error in lint.errors { fail(error.lint, error.position, error.sentence, fix: error.fix) }
        for warning in lint.warnings { warn(warning.lint, warning.position, warning.sentence, fix: warning.fix) }
        do {
            let compiled = try EventPattern(text.json)
            return text.mistakes.isEmpty ? (compiled, text.json) : nil
        } catch {
            let position = error.offset == 0 ? member.position : text.position(ofByte: error.offset) ?? member.position
            let isTooComplex = error.reason.hasPrefix("Rule is too complex")
            fail(
                isTooComplex ? .wildcardComplexity : .invalidPattern,
                isTooComplex ? node.firstWildcard ?? position : position,
                "The event pattern is not valid: \(error.reason)" + (error.reason.hasSuffix(".") ? "" : "."))
            return nil
        }
    }
}
