import ExceptionAudit

/// What people and spreadsheets read of an audit of exceptions.
enum ExceptionsText {
    static func text(_ report: AuditReport) -> String {
        var parts: [String] = []
        if report.exceptions.isEmpty {
            let doubt = report.unread.isEmpty ? "" : ", as far as they could be read"
            parts.append("No resource of \(count(report.accounts)) carries the tag \(report.tag)\(doubt).")
        } else {
            parts.append(
                Table.text(
                    ["ACCOUNT", "REGION", "RESOURCE", "VALUE", "SINCE", "BY"],
                    report.exceptions.map { row in
                        let (since, by) = origin(row)
                        return [row.account, row.region, row.arn, row.value, since, by].map { Table.Cell($0) }
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
        return parts.joined(separator: "\n\n")
    }

    static func csv(_ report: AuditReport) -> [[String]] {
        [["account", "region", "resource", "key", "value", "since", "by", "exempt"]]
            + (report.exceptions + report.nearMisses).map { row in
                let (since, by) = origin(row)
                let exempt = row.isNearMiss ? "no: the key differs by case" : "yes"
                return [row.account, row.region, row.arn, row.key, row.value, since, by, exempt].map(Terminal.untrusted)
            }
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
