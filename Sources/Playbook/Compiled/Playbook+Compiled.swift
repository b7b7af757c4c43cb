package import ActionKit
import EventPattern
import JSON

extension Playbook {
    /// A compiled playbook that cannot be read.
    package struct CompiledMistake: Error, Hashable, Sendable, CustomStringConvertible {
        /// Where it is wrong, what is wrong, and what to do.
        package let description: String
    }

    /// The playbook as JSON, for programs that carry no YAML reader; the same text for the same playbook.
    ///
    /// It holds the text it was read from, so that the version in the journal is the same in every host.
    package var compiled: String {
        var members: [String: JSONValue] = [
            "quell": .number("1"), "exceptionTag": .string(exceptionTag), "source": .string(source),
            "protect": .array(guardrails.protect.map(JSONValue.string)),
            "limits": .object(
                guardrails.limits.mapValues { .array($0.map { .string($0.description) }) }),
            "guards": guardrails.compiledGuards,
            "rules": .array(rules.map(\.compiled)),
        ]
        if let topic { members["topic"] = .string(topic) }
        if let strictExceptions { members["strictExceptions"] = strictExceptions.compiled }
        return JSONValue.object(members).description
    }

    /// Reads what `compiled` wrote, and lets every action check its options again.
    package static func read(
        compiled text: String, actions: [any Action.Type]
    ) throws(CompiledMistake) -> Playbook {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: text)
        } catch {
            throw CompiledMistake("It is not JSON: \(error).")
        }
        guard json["quell"]?.int == 1 else {
            throw CompiledMistake("It is not a compiled playbook of version 1.")
        }
        guard let tag = json["exceptionTag"]?.string, let source = json["source"]?.string,
            let protect = json["protect"]?.strings, let rules = json["rules"]?.array
        else { throw CompiledMistake("It lacks exceptionTag, source, protect or rules.") }
        var read: [Rule] = []
        for rule in rules { read.append(try Rule(compiled: rule, actions: actions)) }
        var playbook = Playbook(
            exceptionTag: tag, topic: json["topic"]?.string,
            guardrails: try Guardrails(compiled: json, protect: protect),
            rules: read, source: source, warnings: [])
        if let strict = json["strictExceptions"] { playbook.strictExceptions = try StrictExceptions(compiled: strict) }
        return playbook
    }
}

extension Playbook.CompiledMistake {
    init(_ what: String) {
        description = "The compiled playbook cannot be used. \(what) Make it anew with: quell synth"
    }
}

extension Rule {
    fileprivate var compiled: JSONValue {
        var members: [String: JSONValue] = [
            "name": .string(name), "when": .string(pattern), "respond": .array(respond.map(\.compiled)),
        ]
        members["approval"] = approval?.compiled
        if about != .resource { members["about"] = .string(about.rawValue) }
        return .object(members)
    }

    fileprivate init(
        compiled json: JSONValue, actions: [any Action.Type]
    ) throws(Playbook.CompiledMistake) {
        guard let name = json["name"]?.string, let pattern = json["when"]?.string, let respond = json["respond"]?.array
        else { throw Playbook.CompiledMistake("A rule lacks name, when or respond.") }
        let when: EventPattern
        do throws(PatternError) {
            when = try EventPattern(pattern)
        } catch {
            throw Playbook.CompiledMistake("The pattern of rule \(name) is not valid: \(error.reason).")
        }
        let about = json["about"].map { $0.string.flatMap(RuleSubject.init) } ?? .resource
        guard let about else {
            throw Playbook.CompiledMistake("Rule \(name) is about something that this build does not know.")
        }
        var responses: [RuleResponse] = []
        for response in respond { responses.append(try RuleResponse(compiled: response, rule: name, actions: actions)) }
        self.init(
            name: name, when: when, pattern: pattern, respond: responses, about: about,
            approval: try ApprovalDemand.read(compiled: json["approval"], of: "rule \(name)"))
    }
}

extension RuleResponse {
    fileprivate var compiled: JSONValue {
        var members: [String: JSONValue] = ["action": .string(action), "options": .object(options.given)]
        members["approval"] = approval?.compiled
        return .object(members)
    }

    fileprivate init(
        compiled json: JSONValue, rule: String, actions: [any Action.Type]
    ) throws(Playbook.CompiledMistake) {
        let id = json["action"]?.string ?? ""
        let approval = try ApprovalDemand.read(compiled: json["approval"], of: "\(id) in rule \(rule)")
        guard let type = actions.first(where: { $0.manifest.id == id }) else {
            throw Playbook.CompiledMistake("Rule \(rule) names the action \"\(id)\", which this build does not have.")
        }
        do throws(Options.Mistake) {
            let options = try Options(json["options"]?.object ?? [:], for: type.manifest)
            _ = try type.init(options)
            self.init(action: id, options: options, approval: approval)
        } catch {
            throw Playbook.CompiledMistake("In rule \(rule): \(error)")
        }
    }
}
