package import ActionKit
import EventPattern
import JSON

/// What a deployment says in place of the playbook: the parameters of its stack.
package struct Overrides: Hashable, Sendable {
    /// Tag key of exceptions; nil for the playbook's.
    package let exceptionTag: String?
    /// Finding types by rule, in place of those its pattern asks for.
    package let findings: [String: [String]]
    /// Options by name, for every response whose action has the option.
    package let options: [String: String]

    package init(exceptionTag: String? = nil, findings: [String: [String]] = [:], options: [String: String] = [:]) {
        self.exceptionTag = exceptionTag
        self.findings = findings
        self.options = options
    }

    /// Reads `{"exceptionTag": "…", "findings": {"rule": "type,type"}, "options": {"safe-ipv4": "…"}}`.
    ///
    /// Empty texts say nothing: CloudFormation cannot leave a member out of a text.
    package init(_ text: String) throws(Playbook.CompiledMistake) {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: text)
        } catch {
            throw Playbook.CompiledMistake("The overrides of the stack are not JSON: \(error).")
        }
        guard let members = json.object else {
            throw Playbook.CompiledMistake("The overrides of the stack are not a JSON object.")
        }
        func texts(_ name: String) -> [String: String] {
            (members[name]?.object ?? [:]).compactMapValues { $0.string.flatMap { $0.isEmpty ? nil : $0 } }
        }
        self.init(
            exceptionTag: members["exceptionTag"]?.string.flatMap { $0.isEmpty ? nil : $0 },
            findings: texts("findings").mapValues { list in
                list.split(separator: ",").map { Overrides.trimmed($0) }
            },
            options: texts("options"))
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}

extension Playbook {
    /// The playbook as a deployment changes it; every pattern and option is checked anew.
    package func applying(
        _ overrides: Overrides, actions: [any Action.Type]
    ) throws(CompiledMistake) -> Playbook {
        for name in overrides.findings.keys.sorted() where !rules.contains(where: { $0.name == name }) {
            throw CompiledMistake("The stack overrides the findings of rule \(name), which the playbook does not have.")
        }
        var changed: [Rule] = []
        for rule in rules {
            var responses: [RuleResponse] = []
            for response in rule.respond { responses.append(try response.applying(overrides, rule.name, actions)) }
            var pattern = rule.pattern
            if let types = overrides.findings[rule.name] { pattern = try rule.pattern(withFindingTypes: types) }
            changed.append(
                try Rule(
                    name: rule.name, pattern: pattern, respond: responses, about: rule.about, approval: rule.approval))
        }
        var playbook = Playbook(
            exceptionTag: overrides.exceptionTag ?? exceptionTag, topic: topic, guardrails: guardrails, rules: changed,
            source: source, warnings: warnings)
        playbook.strictExceptions = strictExceptions
        return playbook
    }
}

extension Rule {
    fileprivate init(
        name: String, pattern: String, respond: [RuleResponse], about: RuleSubject, approval: ApprovalDemand?
    ) throws(Playbook.CompiledMistake) {
        do throws(PatternError) {
            self.init(
                name: name, when: try EventPattern(pattern), pattern: pattern, respond: respond, about: about,
                approval: approval)
        } catch {
            throw Playbook.CompiledMistake("The pattern of rule \(name) is not valid: \(error.reason).")
        }
    }

    /// The pattern with its `detail.type` replaced by a list of exact types.
    package func pattern(withFindingTypes types: [String]) throws(Playbook.CompiledMistake) -> String {
        var json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: pattern)
        } catch {
            throw Playbook.CompiledMistake("The pattern of rule \(name) is not JSON: \(error).")
        }
        guard case .object(var members) = json, case .object(var detail)? = members["detail"], detail["type"] != nil
        else {
            throw Playbook.CompiledMistake("Rule \(name) asks for no detail.type that the stack could override.")
        }
        detail["type"] = .array(types.map(JSONValue.string))
        members["detail"] = .object(detail)
        json = .object(members)
        return json.description
    }
}

extension RuleResponse {
    fileprivate func applying(
        _ overrides: Overrides, _ rule: String, _ actions: [any Action.Type]
    ) throws(Playbook.CompiledMistake) -> RuleResponse {
        guard let type = actions.first(where: { $0.manifest.id == action }) else {
            throw Playbook.CompiledMistake(
                "Rule \(rule) names the action \"\(action)\", which this build does not have.")
        }
        let known = Set(type.manifest.options.map(\.name))
        let wanted = overrides.options.filter { known.contains($0.key) }
        guard !wanted.isEmpty else { return self }
        do throws(Options.Mistake) {
            let changed = try Options(
                options.given.merging(wanted.mapValues(JSONValue.string)) { $1 }, for: type.manifest)
            _ = try type.init(changed)
            return RuleResponse(action: action, options: changed, approval: approval)
        } catch {
            throw Playbook.CompiledMistake("In rule \(rule), as the stack overrides it: \(error)")
        }
    }
}
