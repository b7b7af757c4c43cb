import Engine
import ExceptionAudit

/// What people and spreadsheets read of an audit of exceptions.
enum ExceptionsText {
    /// With the columns of approvals where the playbook asks for records.
    static func text(_ report: AuditReport, _ approvals: Approvals? = nil) -> String {
        var parts: [String] = []
        if report.exceptions.isEmpty {
            let doubt = report.unread.isEmpty ? "" : ", as far as they could be read"
            parts.append("No resource of \(count(report.accounts)) carries the tag \(report.tag)\(doubt).")
        } else {
            let titles = approvals == nil ? [] : ["RECORD", "VALID", "EXPIRES"]
            parts.append(
                Table.text(
                    ["ACCOUNT", "REGION", "RESOURCE", "VALUE"] + titles + ["SINCE", "BY"],
                    report.exceptions.map { row in
                        let (since, by) = origin(row)
                        let cells = [row.account, row.region, row.arn, row.value].map { Table.Cell($0) }
                        return cells + columns(row, approvals) + [since, by].map { Table.Cell($0) }
                    }))
        }
        if !report.nearMisses.isEmpty {
            parts.append(
                Terminal.styled(
                    "Near misses: these keys differ from \(report.tag) by case, and exempt nothing.", .yellow)
                    + "\n"
                    + Table.text(
                        ["ACCOUNT", "RESOURCE", "KEY", "VALUE", "SINCE", "BY"],
                        report.nearMisses.map { row in
                            let (since, by) = origin(row)
                            return [row.account, row.arn, row.key, row.value, since, by].map { Table.Cell($0) }
                        }))
        }
        if let expiring = approvals?.expiring, !expiring.isEmpty {
            parts.append(
                Terminal.styled("Approvals that end within \(Approvals.notice) days:", .yellow) + "\n"
                    + Table.text(
                        ["RECORD", "EXPIRES", "APPROVER", "RESOURCES"],
                        expiring.map { each in
                            [
                                each.record.id, each.until, each.record.approver,
                                each.record.resources.joined(separator: ", "),
                            ].map { Table.Cell($0) }
                        }))
        }
        return parts.joined(separator: "\n\n")
    }

    static func csv(_ report: AuditReport, _ approvals: Approvals? = nil) -> [[String]] {
        let titles = approvals == nil ? [] : ["record", "expires"]
        return [["account", "region", "resource", "key", "value", "since", "by", "exempt"] + titles]
            + (report.exceptions + report.nearMisses).map { row in
                let (since, by) = origin(row)
                let approval = approvals.map { $0.approval(of: row) }
                let exempt =
                    row.isNearMiss
                    ? "no: the key differs by case" : approval?.flaw.map { "no: \($0)" } ?? "yes"
                let record = approval.map { [$0.record ?? "", $0.expires ?? ""] } ?? []
                return ([row.account, row.region, row.arn, row.key, row.value, since, by, exempt] + record)
                    .map(Terminal.untrusted)
            }
    }

    private static func columns(_ row: TaggedResource, _ approvals: Approvals?) -> [Table.Cell] {
        guard let approval = approvals?.approval(of: row) else { return [] }
        return [
            Table.Cell(approval.record ?? "-"),
            approval.flaw.map { Table.Cell("no: \($0)", .red) } ?? Table.Cell("yes", .green),
            Table.Cell(approval.expires ?? "-"),
        ]
    }

    private static func count(_ accounts: Int) -> String { accounts == 1 ? "1 account" : "\(accounts) accounts" }

    private static func origin(_ row: TaggedResource) -> (since: String, by: String) {
        switch row.origin {
        case .told(let since, let by): (since, by)
        case .notAsked: ("", "")
        case .unknown(let why): ("unknown (\(why))", "unknown")
        }
    }
}
