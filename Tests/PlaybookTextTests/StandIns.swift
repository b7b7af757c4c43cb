import ActionKit
import Actions
import JSON
import Playbook
import PlaybookText

/// Actions as far as a playbook sees them.
enum StandIns {
    static let manifests = [
        Manifest(
            id: "ec2.isolate-instance", summary: "", phase: .contain, harm: .high, writes: [],
            options: [
                .init("cut-live-flows", .choice(["off", "transit"]), standard: "off", "How."),
                .init("snapshot", .flag, standard: false, "Whether."),
            ]),
        Manifest(id: "iam.block-principal", summary: "", phase: .contain, harm: .high, writes: []),
        Manifest(
            id: "ec2.confine-security-group", summary: "", phase: .contain, harm: .medium, writes: [],
            options: [
                .init("safe-ipv4", .text, standard: "172.31.0.0/16", "Range."),
                .init("safe-ipv6", .text, standard: "fe80::/10", "Range."),
                .init("allowed-public-ports", .integers, standard: [], "Ports."),
            ]),
        Manifest(
            id: "ssm.start-automation", summary: "", phase: .contain, harm: .high, writes: [],
            options: [
                .init("document", .text, standard: nil, "Name or ARN of the runbook."),
                .init("parameters", .parameters, standard: [:], "Parameters of the runbook."),
                .init("regions", .texts, standard: [], "Regions."),
            ]),
        Manifest(id: "guardduty.archive-finding", summary: "", phase: .archive, harm: .none, writes: []),
        Manifest(id: "notify", summary: "", phase: .notify, harm: .none, writes: []),
    ]

    static func read(_ text: String) throws(PlaybookErrors) -> Playbook {
        try Playbook.read(text, file: "p.yaml", actions: manifests)
    }

    /// Read with the actions of this build.
    static func readAll(_ text: String) throws(PlaybookErrors) -> Playbook {
        try Playbook.read(text, file: "p.yaml", actions: ActionRegistry.all)
    }

    /// What is said about a text: `line:column: sentence` each; empty when it is a playbook.
    static func errors(_ text: String) -> [String] {
        do {
            _ = try read(text)
            return []
        } catch {
            return error.errors.map { "\($0.position.line):\($0.position.column): \($0.sentence)" }
        }
    }

    /// A playbook of one rule with the given lines in place of its `when` and `respond`.
    static func rule(when: String = "{source: [aws.guardduty]}", respond: String = "[notify]", top: String = "")
        -> String
    {
        "quell: 1\n\(top)rules:\n  - name: one\n    when: \(when)\n    respond: \(respond)\n"
    }
}
