import Engine

/// What people read of a sweep.
enum SweepText {
    static func text(_ report: SweepReport, _ responses: [Response]) -> String {
        var lines = ["\(report.missed.count) missed, \(report.known) known to the journal."]
        if !report.missed.isEmpty {
            lines.append(
                Table.text(
                    ["FINDING", "ACCOUNT", "REGION", "RESOURCE", "RULES"],
                    report.missed.map { missed in
                        [
                            Table.Cell(missed.findingType), Table.Cell(missed.account), Table.Cell(missed.region),
                            Table.Cell(ResponseText.short(missed.resource)),
                            Table.Cell(missed.rules.joined(separator: ", ")),
                        ]
                    }))
        }
        for response in responses {
            let outcome = response.conclusion.outcome
            lines.append("\(Terminal.styled(outcome.rawValue, ResponseText.style(of: outcome))) \(response.execution)")
            lines.append(ResponseText.details(response))
        }
        return lines.joined(separator: "\n")
    }
}
