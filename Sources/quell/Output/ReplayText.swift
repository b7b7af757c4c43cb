import ExceptionAudit
import Replay

/// What people and spreadsheets read of a replay.
enum ReplayText {
    static func text(_ report: ReplayReport) -> String {
        var parts = [
            "\(report.events) events, \(report.all.matched) times a rule matched.",
            table("RULE", report.rules), table("DAY", report.days), table("ACCOUNT", Array(report.accounts.prefix(20))),
            "The noisiest:\n" + table("RESOURCE", report.resources), table("FINDING", report.types),
        ]
        let dismissed = Dismissal.allCases.compactMap { dismissal in
            report.dismissed[dismissal].map { "\(dismissal.rawValue) \($0)" }
        }
        if !dismissed.isEmpty { parts.append("Without a verdict: \(dismissed.joined(separator: ", ")).") }
        if let changes = report.changes { parts.append(self.changes(changes, report.changedEvents)) }
        parts.append(report.savingSentence)
        parts.append(report.caveats.map { "Note: \($0)" }.joined(separator: "\n"))
        let costs = report.costs
        parts.append(
            "CPU seconds: reading \(ReplayReport.decimal(costs.reading)), matching "
                + "\(ReplayReport.decimal(costs.matching)), deciding \(ReplayReport.decimal(costs.deciding)).")
        return parts.joined(separator: "\n\n")
    }

    private static let titles = [
        "MATCHED", "ACTS", "ASKS", "TELLS", "EXEMPT", "DUPLICATE", "BUDGET", "HELD", "NOT APPL.",
    ]

    private static func table(_ title: String, _ lines: [ReplayReport.Line]) -> String {
        let rows = lines.map { line in
            [Table.Cell(line.name)]
                + ([line.tally.matched] + Verdict.allCases.map { line.tally[$0] }).map { count in
                    Table.Cell("\(count)", count == 0 ? .faint : nil)
                }
        }
        return Table.text([title] + titles, rows)
    }

    private static func changes(_ changes: [ReplayReport.Change], _ events: Int) -> String {
        guard !changes.isEmpty else { return "Nothing would be different." }
        let rows = changes.map { change in
            [
                Table.Cell(change.rule), Table.Cell(change.before?.words ?? "no match"),
                Table.Cell(change.after?.words ?? "no match"), Table.Cell("\(change.count)"),
                Table.Cell(change.examples.first ?? "", .faint),
            ]
        }
        return "\(events) events would be different:\n"
            + Table.text(["RULE", "BEFORE", "NOW", "EVENTS", "SUCH AS"], rows)
    }

    /// A row for each rule, account, resource, type and day; what is counted of it in columns.
    static func csv(_ report: ReplayReport) -> String {
        let groups = [
            ("rule", report.rules), ("account", report.accounts), ("resource", report.resources),
            ("type", report.types),
            ("day", report.days),
        ]
        var rows = [["by", "name", "matched"] + Verdict.allCases.map(\.rawValue)]
        for (kind, lines) in groups {
            for line in lines {
                rows.append(
                    [kind, line.name]
                        + ([line.tally.matched] + Verdict.allCases.map { line.tally[$0] }).map(String.init))
            }
        }
        for change in report.changes ?? [] {
            rows.append(
                [
                    "change",
                    "\(change.rule): \(change.before?.rawValue ?? "no-match") to \(change.after?.rawValue ?? "no-match")",
                    "\(change.count)",
                ] + Verdict.allCases.map { _ in "" })
        }
        return CSV.text(rows)
    }
}
