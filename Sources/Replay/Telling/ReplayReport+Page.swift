extension ReplayReport {
    /// The report as one HTML page that needs nothing else.
    ///
    /// `playbook`, `old` and `sources` are the names of what was read.
    package func page(playbook: String, old: String?, sources: [String]) -> String {
        var parts = [
            "<h1>What \(HTMLText.escaped(playbook)) would have done</h1>",
            "<p>\(HTMLText.number(events)) events of \(HTMLText.escaped(sources.joined(separator: ", "))).</p>",
            "<div class=\"tiles\">\(tiles)</div>",
        ]
        // Who asks for it looks at nothing else first.
        if let changes { parts.append(changesTable(changes, old ?? "the old playbook")) }
        parts += [
            Plot.legend, "<h2>By day</h2>", Plot.columns(days),
            "<h2>By rule</h2>", Plot.bars(rules), table(rules, "Rule"),
            "<h2>The noisiest resources</h2>", Plot.bars(resources),
            "<h2>The noisiest findings</h2>", Plot.bars(types),
            "<h2>By account</h2>", Plot.bars(Array(accounts.prefix(30))), table(accounts, "Account"),
        ]
        parts.append("<h2>Events without a verdict</h2>" + dismissedTable)
        parts.append("<h2>What these numbers leave out</h2><ul>")
        parts += caveats.map { "<li>\(HTMLText.escaped($0))</li>" }
        parts.append("<li>\(HTMLText.escaped(savingSentence))</li></ul>")
        let cpu =
            "reading \(Self.decimal(costs.reading)), matching \(Self.decimal(costs.matching)), "
            + "deciding \(Self.decimal(costs.deciding))"
        parts.append("<footer>CPU seconds: \(cpu). Made by quell replay.</footer>")
        return Self.head + parts.joined(separator: "\n") + "\n</main></body></html>\n"
    }

    /// How the saving is reckoned.
    package var savingSentence: String {
        "Time saved: \(Self.decimal(hoursSaved)) hours, if a person needs \(Self.decimal(minutes)) minutes for each of the "
            + "\(all[.acts]) responses that need no approval."
    }

    private var tiles: String {
        [
            HTMLText.tile(HTMLText.number(all.matched), "matched a rule"),
            HTMLText.tile(HTMLText.number(all[.acts]), "would act"),
            HTMLText.tile(HTMLText.number(all[.asks]), "would ask people"),
            HTMLText.tile(HTMLText.number(all[.exempt]), "exempt"),
            HTMLText.tile(HTMLText.number(all[.overBudget] + all[.held]), "held or over budget"),
            HTMLText.tile(HTMLText.number(all[.duplicate]), "duplicates"),
            HTMLText.tile("\(Self.decimal(hoursSaved)) h", "saved"),
        ].joined()
    }

    private func table(_ lines: [Line], _ title: String) -> String {
        let heads =
            [title, "Matched"] + Verdict.allCases.map { $0.words.prefix(1).uppercased() + $0.words.dropFirst() }
        let rows = lines.map { line in
            "<tr><td>\(HTMLText.escaped(line.name))</td><td>\(HTMLText.number(line.tally.matched))</td>"
                + Verdict.allCases.map { "<td>\(HTMLText.number(line.tally[$0]))</td>" }.joined() + "</tr>"
        }
        return "<div class=\"scroll\"><table><tr>" + heads.map { "<th>\(HTMLText.escaped($0))</th>" }.joined()
            + "</tr>\n"
            + rows.joined(separator: "\n") + "</table></div>"
    }

    private func changesTable(_ changes: [Change], _ old: String) -> String {
        let title = "<h2>Different from \(HTMLText.escaped(old))</h2><p>\(HTMLText.number(changedEvents)) events.</p>"
        let rows = changes.map { change in
            let examples = change.examples.map(HTMLText.escaped).joined(separator: "<br>")
            return "<tr><td>\(HTMLText.escaped(change.rule))</td><td>\(change.before?.words ?? "no match")</td>"
                + "<td>\(change.after?.words ?? "no match")</td><td>\(HTMLText.number(change.count))</td>"
                + "<td class=\"examples\">\(examples)</td></tr>"
        }
        return title
            + "<div class=\"scroll\"><table class=\"changes\"><tr><th>Rule</th><th>Before</th><th>Now</th><th>Events</th>"
            + "<th>Such as</th></tr>\n\(rows.joined(separator: "\n"))</table></div>"
    }

    private var dismissedTable: String {
        let words: [Dismissal: String] = [
            .unreadable: "no JSON", .malformed: "no event that Quell accepts", .unsupported: "no finding in it",
            .sample: "samples of GuardDuty", .unmatched: "no rule matches",
        ]
        let rows = Dismissal.allCases.map { dismissal in
            "<tr><td>\(words[dismissal] ?? dismissal.rawValue)</td><td>\(HTMLText.number(dismissed[dismissal] ?? 0))</td></tr>"
        }
        return "<table class=\"small\">\(rows.joined())</table>"
    }

    private static let head = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>quell replay</title><style>
        :root { --ink: #1c2128; --faint: #656d76; --ground: #ffffff; --line: #d8dee4; --card: #f6f8fa;
          --acts: #1f6feb; --asks: #8250df; --tells: #3fa7a3; --exempt: #d4a72c; --budget: #e16f24; --held: #cf222e;
          --duplicate: #afb8c1; --none: #d8dee4; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --faint: #8d96a0; --ground: #0d1117;
          --line: #30363d; --card: #161b22; --duplicate: #6e7681; --none: #484f58; } }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); margin: 0; }
        main { max-width: 1040px; margin: 0 auto; padding: 24px; }
        h1 { font-size: 26px; margin: 0 0 4px; overflow-wrap: anywhere; } h2 { font-size: 18px; margin: 36px 0 8px; }
        .tiles { display: flex; flex-wrap: wrap; gap: 12px; margin: 20px 0; }
        .tile { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 10px 16px;
          flex: 1; min-width: 104px; }
        .tile b { display: block; font-size: 22px; white-space: nowrap; } .tile span { color: var(--faint); font-size: 13px; }
        .plot { overflow-x: auto; } svg { width: 100%; min-width: 720px; display: block; } svg text { font-size: 12px; fill: var(--ink); }
        svg line { stroke: var(--line); }
        .legend span { margin-right: 16px; white-space: nowrap; font-size: 13px; color: var(--faint); }
        .legend i { display: inline-block; width: 12px; height: 12px; border-radius: 3px; margin-right: 6px; }
        .acts { fill: var(--acts); background: var(--acts); } .asks { fill: var(--asks); background: var(--asks); }
        .tells { fill: var(--tells); background: var(--tells); } .exempt { fill: var(--exempt); background: var(--exempt); }
        .budget { fill: var(--budget); background: var(--budget); } .held { fill: var(--held); background: var(--held); }
        .duplicate { fill: var(--duplicate); background: var(--duplicate); } .none { fill: var(--none); background: var(--none); }
        .scroll { overflow-x: auto; margin-top: 16px; } table { border-collapse: collapse; font-size: 13px; width: 100%; }
        td:first-child { white-space: nowrap; } table.small { width: auto; } th, td { border-bottom: 1px solid var(--line); padding: 5px 10px; text-align: right; }
        th { color: var(--faint); font-weight: 600; } th:first-child, td:first-child { text-align: left; }
        .changes td, .changes th { text-align: left; } .examples { color: var(--faint); }
        footer { color: var(--faint); font-size: 13px; margin-top: 36px; }
        </style></head><body><main>

        """
}
