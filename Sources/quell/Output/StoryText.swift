import Engine
import JSON

/// What people and programs read of why an execution went as it did.
enum StoryText {
    static func text(_ story: Story) -> String {
        let outcome = story.outcome.map { Terminal.styled($0.rawValue, ResponseText.style(of: $0)) } ?? "not ended"
        let subject =
            "\(story.findingType ?? "An event") on \(story.resource ?? "nothing known") in \(story.account ?? "-")"
        let head = "\(Terminal.styled(story.execution, .bold))  \(Terminal.untrusted(subject)): \(outcome)"
        let width = story.lines.map(\.cause.rawValue.count).max() ?? 0
        let lines = story.lines.map { line in
            let cause = line.cause.rawValue + String(repeating: " ", count: width - line.cause.rawValue.count)
            let by = line.by.map { "\(Terminal.styled(Terminal.untrusted($0), .bold)): " } ?? ""
            let time = Terminal.styled(line.time, .faint)
            return "  \(time)  \(Terminal.styled(cause, style(of: line.cause)))  \(by)\(Terminal.untrusted(line.words))"
        }
        return ([head] + lines).joined(separator: "\n")
    }

    private static func style(of cause: Story.Cause) -> Terminal.Style? {
        switch cause {
        case .exception, .guardrail: .yellow
        case .person: .blue
        case .rule, .action, .step: .green
        case .event, .finding, .outcome, .watch: .faint
        }
    }

    static func json(_ story: Story) -> JSONValue {
        func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
        return [
            "execution": .string(story.execution), "findingId": text(story.findingID), "type": text(story.findingType),
            "account": text(story.account), "resource": text(story.resource), "rule": text(story.rule),
            "outcome": text(story.outcome?.rawValue),
            "decisions": .array(
                story.lines.map { line in
                    [
                        "time": .string(line.time), "cause": .string(line.cause.rawValue), "by": text(line.by),
                        "why": .string(line.words),
                    ]
                }),
        ]
    }
}
