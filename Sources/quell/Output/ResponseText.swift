import Engine
import JSON

/// What people read of responses.
enum ResponseText {
    static let titles = ["FINDING", "ACCOUNT", "RESOURCE", "RULE", "OUTCOME", "TIME"]
    static let widths = [52, 12, 26, 31, 17, 7]

    static func style(of outcome: Outcome) -> Terminal.Style? {
        switch outcome {
        case .contained, .alreadyContained: .green
        case .failed, .rejected, .partial: .red
        case .held, .exempt: .yellow
        case .declined, .moot, .notConfirmed, .notApplicable, .ignored, .duplicate: .faint
        }
    }

    static func cells(_ response: Response, seconds: Double) -> [Table.Cell] {
        [
            Table.Cell(response.findingType ?? "-"), Table.Cell(response.account ?? "-"),
            Table.Cell(response.resource.map(short) ?? "-"), Table.Cell(response.rule ?? "-"),
            Table.Cell(response.conclusion.outcome.rawValue, style(of: response.conclusion.outcome)),
            Table.Cell("\(Int((seconds * 1000).rounded())) ms"),
        ]
    }

    /// The last part of an ARN, which is what people recognise.
    static func short(_ resource: String) -> String {
        resource.split(separator: ":").last.map(String.init) ?? resource
    }

    /// Why, what was done, what remains, and how to take it back.
    static func details(_ response: Response) -> String {
        var lines = ["  \(Terminal.untrusted(response.conclusion.why))"]
        for step in response.steps {
            let style: Terminal.Style? =
                switch step.state {
                case "done", "already-done", "undone": .green
                case "failed": .red
                default: .faint
                }
            lines.append(
                "  \(Terminal.styled(step.state, style)): \(Terminal.untrusted(step.sentence)) "
                    + Terminal.styled("(\(step.call))", .faint))
        }
        for judgement in response.exceptions where judgement.isTold {
            lines.append("  \(Terminal.styled("exception:", .yellow)) \(Terminal.untrusted(judgement.why))")
        }
        for risk in response.conclusion.residualRisk {
            lines.append("  \(Terminal.styled("remains:", .yellow)) \(Terminal.untrusted(risk))")
        }
        if response.isUndoable { lines.append("  undo: quell undo \(response.execution)") }
        return lines.joined(separator: "\n")
    }

    /// What each step changed, before and after.
    static func changes(_ response: Response) -> [String] {
        response.steps.filter { $0.state == "done" && ($0.before != .null || $0.after != .null) }.map { step in
            "    \(Terminal.untrusted(step.sentence))\n      before \(shown(step.before))\n      after  \(shown(step.after))"
        }
    }

    private static func shown(_ value: JSONValue) -> String { Terminal.untrusted(value.description) }
}
