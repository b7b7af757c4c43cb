package import JSON

extension ReplayReport {
    /// The documented JSON of `quell replay`.
    package var json: JSONValue {
        var members: [String: JSONValue] = [
            "events": number(events), "bytes": number(bytes), "totals": json(all),
            "dismissed": .object(
                Dictionary(
                    Dismissal.allCases.map { ($0.rawValue, number(dismissed[$0] ?? 0)) },
                    uniquingKeysWith: { first, _ in first })),
            "rules": lines(rules, "rule"), "accounts": lines(accounts, "account"), "days": lines(days, "day"),
            "noisiest": ["resources": lines(resources, "resource"), "types": lines(types, "type")],
            "cpuSeconds": [
                "reading": .number(Self.decimal(costs.reading)), "matching": .number(Self.decimal(costs.matching)),
                "deciding": .number(Self.decimal(costs.deciding)),
            ],
            "hoursSaved": .number(Self.decimal(hoursSaved)), "minutesPerResponse": .number(Self.decimal(minutes)),
            "caveats": .array(caveats.map(JSONValue.string)),
        ]
        if let changes {
            members["changedEvents"] = number(changedEvents)
            members["changes"] = .array(
                changes.map { change in
                    [
                        "rule": .string(change.rule), "count": number(change.count),
                        "before": .string(change.before?.rawValue ?? "no-match"),
                        "after": .string(change.after?.rawValue ?? "no-match"),
                        "examples": .array(change.examples.map(JSONValue.string)),
                    ]
                })
        }
        return .object(members)
    }

    private func number(_ value: Int) -> JSONValue { .number(String(value)) }

    private func json(_ tally: Tally) -> JSONValue {
        var members: [String: JSONValue] = ["matched": number(tally.matched)]
        for verdict in Verdict.allCases { members[verdict.rawValue] = number(tally[verdict]) }
        return .object(members)
    }

    private func lines(_ lines: [Line], _ name: String) -> JSONValue {
        .array(
            lines.map { line in
                .object((json(line.tally).object ?? [:]).merging([name: .string(line.name)]) { $1 })
            })
    }

    /// Two digits after the point.
    package static func decimal(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "0" }
        let hundredths = Int((value * 100).rounded())
        let rest = String(abs(hundredths) % 100)
        return "\(hundredths < 0 ? "-" : "")\(abs(hundredths) / 100).\(rest.count == 1 ? "0" : "")\(rest)"
    }
}
