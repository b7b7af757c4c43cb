import ArgumentParser
import EventPattern
import Findings
import JSON
import Playbook

/// `quell explain`: which rules match an event, and what kept the others from it.
struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say which rules match an event, and for the others the first field that kept them from it.",
        discussion: """
            Touches neither AWS nor the journal.

            Example:
              quell explain --playbook Playbooks/default.yaml finding.json
            """)

    @Option(name: .long, help: ArgumentHelp("The playbook.", valueName: "file"))
    var playbook: String

    @OptionGroup var output: OutputOptions

    @Argument(help: "Files with events; - for standard input.")
    var events: [String]

    func run() async throws {
        let playbook = try PlaybookFile.read(playbook)
        let explanations = try InputFiles.events(events).map { try Explanation($0, playbook) }
        switch output.output {
        case .json: Terminal.line(JSONValue.array(explanations.map(\.json)).indented)
        case .text: Terminal.line(explanations.map(\.text).joined(separator: "\n\n"))
        }
        if explanations.contains(where: { $0.rejection != nil }) { throw ExitStatus.badInput }
    }
}

/// One event held against every rule.
struct Explanation {
    private(set) var rejection: String?
    private var subject = "event"
    private var rules: [(rule: Rule, mismatch: Mismatch?)] = []

    init(_ bytes: [UInt8], _ playbook: Playbook) throws {
        switch Intake(bytes) {
        case .rejected(let reason):
            rejection = reason.reason
            return
        case .unsupported(let envelope, let why): subject = "\(envelope.source) \(envelope.detailType) (\(why))"
        case .hubAction(let order, _):
            subject = "\(order.name), ordered for \(order.claimed.resource) in \(order.origin.account)"
        case .finding(let finding, _): subject = "\(finding.type) on \(finding.resource) in \(finding.account)"
        }
        let matching = Set(try Matcher(playbook.rules.map(\.when)).match(bytes))
        let event = try Event(bytes)
        rules = playbook.rules.enumerated().map { position, rule in
            (rule, matching.contains(position) ? nil : rule.when.explain(event))
        }
    }

    var text: String {
        if let rejection { return "rejected: \(Terminal.untrusted(rejection))" }
        let rows = rules.map { rule, mismatch in
            let word = mismatch == nil ? Terminal.styled("matches  ", .green) : Terminal.styled("no match ", .faint)
            let actions = rule.respond.map(\.action).joined(separator: ", ")
            let why = mismatch.map { "\($0)" } ?? "then: \(actions)"
            return "  \(word) \(rule.name): \(Terminal.untrusted(why))"
        }
        return ([Terminal.styled(Terminal.untrusted(subject), .bold)] + rows).joined(separator: "\n")
    }

    var json: JSONValue {
        if let rejection { return ["rejected": .string(rejection), "rules": []] }
        return [
            "subject": .string(subject),
            "rules": .array(
                rules.map { rule, mismatch in
                    guard let mismatch else { return ["rule": .string(rule.name), "matches": true] }
                    return [
                        "rule": .string(rule.name), "matches": false, "field": .string(mismatch.field),
                        "wanted": .string(mismatch.wanted), "found": .array(mismatch.found.map(JSONValue.string)),
                        "why": .string("\(mismatch)"),
                    ]
                }),
        ]
    }
}
