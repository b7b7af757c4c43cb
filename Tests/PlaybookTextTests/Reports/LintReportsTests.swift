import Actions
import JSON
import Playbook
@testable import PlaybookText
import Testing

/// The findings in every format that programs read.
@Suite struct LintReportsTests {
    private static func finding(
        _ sentence: String = "It is wrong.", file: String = "p.yaml", severity: Diagnostic.Severity = .error,
        fix: TextFix? = nil
    ) -> Diagnostic {
        Diagnostic(
            lint: "QL003", severity: severity, file: file, position: Position(line: 3, column: 7), sentence: sentence,
            excerpt: "x\n^", fix: fix)
    }

    @Test("GitHub gets one line for each finding, escaped so that it reads back the same")
    func gitHub() {
        #expect(
            LintGitHub.text([Self.finding(), Self.finding(severity: .note)]) == """
                ::error file=p.yaml,line=3,col=7,title=QL003::It is wrong.
                ::notice file=p.yaml,line=3,col=7,title=QL003::It is wrong.
                """)
        #expect(
            LintGitHub.text([Self.finding("50% of\r\na: b, c", file: "a,b:c%.yaml", severity: .warning)])
                == "::warning file=a%2Cb%3Ac%25.yaml,line=3,col=7,title=QL003::50%25 of%0D%0Aa: b, c")
        // Nothing of a message can begin a command of its own.
        #expect(LintGitHub.text([Self.finding("a\n::set-env name=X::y")]).split(separator: "\n").count == 1)
    }

    @Test(
        "a path becomes a URI reference",
        arguments: [
            ("Playbooks/a b.yaml", "Playbooks/a%20b.yaml"), ("/tmp/ü.yaml", "file:///tmp/%C3%BC.yaml"),
            ("100%:#?.yaml", "100%25%3A%23%3F.yaml"), ("../p.yaml", "../p.yaml"),
        ])
    func uris(_ path: String, _ uri: String) { #expect(LintSARIF.uri(path) == uri) }

    @Test("SARIF has what its schema demands, for every playbook of the corpus", arguments: WrongPlaybook.all)
    func sarif(_ playbook: WrongPlaybook) throws {
        let findings = WrongPlaybook.linter.check(playbook.text, file: "p q.yaml").findings
        // As a program reads it: from the text.
        let log = try JSONValue(parsing: LintSARIF.value(findings, version: "1.2.3").indented)
        #expect(log["version"] == "2.1.0")
        let run = try #require(log["runs"]?.array?.first)
        let driver = try #require(run["tool"]?["driver"])
        #expect(driver["name"] == "quell" && driver["version"] == "1.2.3")
        let rules = try #require(driver["rules"]?.array)
        let results = try #require(run["results"]?.array)
        #expect(results.count == findings.count)
        for (result, finding) in zip(results, findings) {
            let index = try #require(result["ruleIndex"]?.int)
            #expect(result["ruleId"]?.string == finding.lint && rules[index]["id"]?.string == finding.lint)
            #expect(["error", "warning", "note"].contains(result["level"]?.string ?? ""))
            #expect(result["message"]?["text"]?.string == finding.sentence)
            let place = try #require(result["locations"]?.array?.first?["physicalLocation"])
            #expect(place["artifactLocation"]?["uri"] == "p%20q.yaml")
            #expect(place["region"]?["startLine"]?.int == finding.position.line)
            #expect((place["region"]?["startColumn"]?.int ?? 0) >= 1)
            guard let fix = finding.fix else {
                #expect(result["fixes"] == nil)
                continue
            }
            let change = try #require(result["fixes"]?.array?.first?["artifactChanges"]?.array?.first)
            let replacement = try #require(change["replacements"]?.array?.first)
            #expect(replacement["deletedRegion"]?["endColumn"]?.int == fix.edit.end.column)
            #expect(replacement["insertedContent"]?["text"]?.string == fix.edit.text)
        }
        for rule in rules {
            #expect(rule["shortDescription"]?["text"]?.string?.isEmpty == false)
            #expect(rule["help"]?["text"]?.string?.contains("Fix: ") == true)
        }
    }

    @Test("JSON says of each finding what, where, why and what to do")
    func json() throws {
        let text = "quell: 1\nrules:\n  - name: one\n    when: { source: [aws.guarduty] }\n    respond: [notify]\n"
        let value = LintJSON.value([WrongPlaybook.linter.check(text, file: "p.yaml")])
        #expect(value["rules"] == [["file": "p.yaml", "name": "one", "respond": ["notify"]]])
        let finding = try #require(value["findings"]?.array?.first)
        #expect(finding["id"] == "QL107" && finding["name"] == "unknown-source" && finding["severity"] == "warning")
        #expect(finding["line"] == 4 && finding["column"] == 22 && finding["file"] == "p.yaml")
        #expect(finding["correction"] == "write aws.guardduty" && finding["page"] == "Documentation/lints/QL107.md")
        for key in ["what", "why", "fix"] { #expect(finding[key]?.string?.isEmpty == false) }
        #expect(value["warnings"]?.array?.count == 1)
    }

    @Test("an explanation holds everything that its lint declares, in plain words", arguments: Lint.all)
    func explanations(_ lint: Lint) {
        let text = LintText.explanation(lint)
        #expect(text.hasPrefix("\(lint.id) \(lint.name), \(lint.severity.rawValue)\n"))
        for part in [lint.summary, lint.why, lint.fix] { #expect(text.contains(Lint.plain(part))) }
        #expect(text.contains("Not so:") == (lint.wrong != nil))
        #expect(LintJSON.lint(lint)["undecided"]?.string == lint.undecided.map(Lint.plain))
    }

    @Test("people get why and what to do once for each kind, and a count")
    func text() {
        let text =
            "quell: 1\nrules:\n  - name: one\n    when: { source: [aws.guarduty, aws.macie] }\n    respond: [notify]\n"
        let report = WrongPlaybook.linter.check(text, file: "p.yaml")
        let shown = LintText.text(report.findings)
        #expect(shown.hasPrefix("p.yaml:4:22: warning: Quell reads no findings from \"aws.guarduty\"."))
        #expect(shown.split(separator: "\n").count { $0.hasPrefix("  why: ") } == 1)
        #expect(shown.split(separator: "\n").count { $0.hasPrefix("  fix: ") } == 1)
        #expect(LintText.count([report]) == "no errors, 2 warnings. 1 may be corrected by --fix.")
        #expect(LintText.count([report, report]) == "no errors, 4 warnings. 2 may be corrected by --fix.")
    }
}
