import ActionKit
import EventPattern
import JSON
import Yams

extension PlaybookReader {
    mutating func rules(_ node: Node?, _ root: Node) -> [Rule] {
        guard let node else {
            document.report(root, "The rules are missing. Write \"rules:\" with at least one rule.")
            return []
        }
        guard let sequence = node.sequence, !sequence.isEmpty else {
            document.report(node, "\"rules\" must be a list with at least one rule, not \(document.shown(node)).")
            return []
        }
        var names: Set<String> = []
        return sequence.compactMap { rule($0, names: &names) }
    }

    private mutating func rule(_ node: Node, names: inout Set<String>) -> Rule? {
        guard let fields = fields(node, "A rule", ["name", "when", "respond"]) else { return nil }
        for key in ["name", "when", "respond"] where fields[key] == nil {
            document.report(
                node, "The rule has no \"\(key)\". A rule has a name, a pattern (when) and responses (respond).")
        }
        let name = fields["name"].flatMap { self.name($0, names: &names) }
        let pattern = fields["when"].flatMap { self.pattern($0) }
        let respond = fields["respond"].map { responses($0) } ?? []
        guard let name, let pattern else { return nil }
        return Rule(name: name, when: pattern.pattern, pattern: pattern.text, respond: respond)
    }

    private mutating func name(_ node: Node, names: inout Set<String>) -> String? {
        guard let name = text(node, "The name of a rule") else { return nil }
        let isPlain = name.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
        }
        guard isPlain, name.utf8.count <= 64 else {
            document.report(
                node,
                "\(document.shown(node)) must be up to 64 lower-case letters, digits and dashes, such as isolate-host.")
            return nil
        }
        guard names.insert(name).inserted else {
            document.report(node, "There is another rule named \"\(name)\". Give each rule a name of its own.")
            return nil
        }
        return name
    }

    // MARK: The pattern

    private mutating func pattern(_ node: Node) -> (pattern: EventPattern, text: String)? {
        guard let text = PatternText(node) else {
            document.report(node, "The pattern unfolds into too many nodes. Use fewer aliases.")
            return nil
        }
        requireSource(node)
        refuseNumberedAccounts(node)
        do throws(PatternError) {
            return (try EventPattern(text.text), text.text)
        } catch {
            document.report(
                text.node(at: error.offset) ?? node, "EventBridge would refuse this pattern: \(error.reason).")
            return nil
        }
    }

    /// Only AWS can send events whose source begins with `aws.`; a pattern without a source lets anybody in.
    private mutating func requireSource(_ node: Node) {
        guard let mapping = node.mapping, !mapping.contains(where: { $0.key.scalar?.string == "source" }) else {
            return
        }
        document.report(
            node,
            "The pattern does not name its source, so that anybody allowed on the bus could trigger it. Write for example "
                + "\"source: [aws.guardduty]\".")
    }

    /// `account: [111122223333]` is a list of numbers, which never matches: accounts are texts in events.
    private mutating func refuseNumberedAccounts(_ node: Node) {
        guard let mapping = node.mapping else { return }
        for (key, value) in mapping {
            let name = key.scalar?.string ?? ""
            if name == "account" || name == "accountId" || name == "awsAccountId" {
                for element in value.sequence ?? [] {
                    guard let scalar = element.scalar, case .number(let text) = element.scalarValue(scalar) else {
                        continue
                    }
                    document.report(
                        element, "An account is a text in events, and this is a number. Write \"\(text)\" in quotes.")
                }
            } else {
                refuseNumberedAccounts(value)
            }
        }
    }

    // MARK: The responses

    private mutating func responses(_ node: Node) -> [RuleResponse] {
        guard let sequence = node.sequence, !sequence.isEmpty else {
            document.report(node, "\"respond\" must be a list with at least one action, not \(document.shown(node)).")
            return []
        }
        var seen: Set<String> = []
        return sequence.compactMap { element in
            guard let response = response(element) else { return nil }
            guard seen.insert(response.action).inserted else {
                document.report(element, "The rule asks for \(response.action) twice. Once is enough.")
                return nil
            }
            return response
        }
    }

    /// `ec2.isolate-instance`, or `ec2.isolate-instance: { option: value }`.
    private mutating func response(_ node: Node) -> RuleResponse? {
        if node.scalar != nil { return response(node, options: nil) }
        guard let mapping = node.mapping, mapping.count == 1, let pair = mapping.first else {
            document.report(
                node,
                "A response is the id of an action, alone or with its options, such as \"notify\", not \(document.shown(node))."
            )
            return nil
        }
        return response(pair.key, options: pair.value)
    }

    private mutating func response(_ id: Node, options: Node?) -> RuleResponse? {
        let name = id.scalar?.string ?? ""
        guard let manifest = actions.first(where: { $0.id == name }) else {
            document.report(
                id, "There is no action \(document.shown(id)). \(NearestWord.advice(name, actions.map(\.id)))")
            return nil
        }
        var given: [String: JSONValue] = [:]
        var keys: [String: Node] = [:]
        if let options, options.scalar?.string.isEmpty != true {
            guard let fields = fields(options, manifest.id, manifest.options.map(\.name)) else { return nil }
            for (name, node) in fields {
                keys[name] = node
                given[name] = value(node)
            }
        }
        do throws(Options.Mistake) {
            return RuleResponse(action: name, options: try Options(given, for: manifest))
        } catch {
            document.report(keys[error.option] ?? id, error.description)
            return nil
        }
    }

    private mutating func value(_ node: Node) -> JSONValue {
        guard let text = PatternText(node), let value = try? JSONValue(parsing: text.text) else {
            document.report(node, "The value unfolds into too many nodes. Use fewer aliases.")
            return .null
        }
        return value
    }
}
