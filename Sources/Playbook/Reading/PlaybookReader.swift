package import ActionKit
import EventPattern
import JSON
import Yams

extension Playbook {
    /// Reads a playbook; `file` is the name that errors carry. All mistakes are found at once.
    package static func read(
        _ text: String, file: String, actions: [Manifest]
    ) throws(PlaybookErrors) -> Playbook {
        var reader = PlaybookReader(document: YAMLDocument(file: file, text: text), actions: actions)
        let playbook = reader.playbook()
        let errors = reader.document.errors.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
        guard errors.isEmpty, let playbook else { throw PlaybookErrors(errors: errors) }
        return playbook
    }
}

/// Turns YAML nodes into a playbook, and reports every mistake on the way.
struct PlaybookReader {
    var document: YAMLDocument
    let actions: [Manifest]

    mutating func playbook() -> Playbook? {
        guard let root = document.root() else { return nil }
        guard let fields = fields(root, "A playbook", ["quell", "exceptions", "notify", "guardrails", "rules"]) else {
            return nil
        }
        version(fields["quell"], root)
        let exceptions = fields["exceptions"].flatMap { self.fields($0, "\"exceptions\"", ["tag"]) }
        let notify = fields["notify"].flatMap { self.fields($0, "\"notify\"", ["topic"]) }
        let guardrails = fields["guardrails"].map { self.guardrails($0) }
        let rules = self.rules(fields["rules"], root)
        return Playbook(
            exceptionTag: exceptions?["tag"].flatMap { tag($0) } ?? "SecurityException",
            topic: notify?["topic"].flatMap { topic($0) },
            guardrails: guardrails ?? Guardrails(protect: [], limits: [:]), rules: rules, source: document.text)
    }

    /// The values of a mapping by key; unknown keys are reported with the nearest known one.
    mutating func fields(_ node: Node, _ what: String, _ known: [String]) -> [String: Node]? {
        guard let mapping = node.mapping else {
            document.report(
                node, "\(what) must be a mapping with \(known.joined(separator: ", ")), not \(document.shown(node)).")
            return nil
        }
        var fields: [String: Node] = [:]
        for (key, value) in mapping {
            let name = key.scalar?.string ?? ""
            if known.contains(name) {
                fields[name] = value
            } else {
                document.report(
                    key, "\(what) has no key \(document.shown(key)). \(NearestWord.advice(name, known))")
            }
        }
        return fields
    }

    private mutating func version(_ node: Node?, _ root: Node) {
        guard let node else {
            return document.report(root, "The version is missing. Write \"quell: 1\" at the top.")
        }
        guard node.scalar?.string == "1" else {
            return document.report(
                node, "This Quell reads playbooks of version 1, not \(document.shown(node)). Write \"quell: 1\".")
        }
    }

    mutating func text(_ node: Node, _ what: String) -> String? {
        guard let scalar = node.scalar, let text = node.scalarValue(scalar).string, !text.isEmpty else {
            document.report(node, "\(what) must be a text, not \(document.shown(node)). Put it in quotes if it is one.")
            return nil
        }
        return text
    }

    private mutating func tag(_ node: Node) -> String? {
        guard let text = text(node, "The exception tag") else { return nil }
        guard text.utf8.count <= 128, !text.hasPrefix("aws:") else {
            document.report(node, "A tag key has up to 128 characters and does not begin with \"aws:\".")
            return nil
        }
        return text
    }

    private mutating func topic(_ node: Node) -> String? {
        guard let text = text(node, "The topic") else { return nil }
        let fields = text.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count == 6, fields[0] == "arn", fields[2] == "sns", !fields[5].isEmpty else {
            document.report(
                node,
                "\(document.shown(node)) is not the ARN of an SNS topic. Write one such as "
                    + "\"arn:aws:sns:eu-central-1:111122223333:Security_Alerts\".")
            return nil
        }
        return text
    }

    private mutating func guardrails(_ node: Node) -> Guardrails {
        let fields = fields(node, "\"guardrails\"", ["protect", "limits"]) ?? [:]
        return Guardrails(
            protect: fields["protect"].map { protected($0) } ?? [], limits: fields["limits"].map { limits($0) } ?? [:])
    }

    private mutating func protected(_ node: Node) -> [String] {
        guard let sequence = node.sequence else {
            document.report(node, "\"protect\" must be a list of ARN patterns, not \(document.shown(node)).")
            return []
        }
        return sequence.compactMap { element in
            guard let text = text(element, "An ARN pattern") else { return nil }
            guard text.hasPrefix("arn:"), text.split(separator: ":", omittingEmptySubsequences: false).count >= 6 else {
                document.report(
                    element,
                    "\(document.shown(element)) is not a pattern of an ARN. Write one such as "
                        + "\"arn:aws:iam::*:role/break-glass/*\".")
                return nil
            }
            return text
        }
    }

    private mutating func limits(_ node: Node) -> [String: Limit] {
        guard let fields = fields(node, "\"limits\"", actions.map(\.id)) else { return [:] }
        var limits: [String: Limit] = [:]
        for (id, node) in fields {
            guard let text = node.scalar?.string, let limit = Limit(text) else {
                document.report(
                    node,
                    "\(document.shown(node)) is not a limit. Write a number, a period (minute, hour, day) and a scope "
                        + "(account, organization), such as 5/hour/account.")
                continue
            }
            limits[id] = limit
        }
        return limits
    }
}
