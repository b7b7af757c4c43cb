import Actions
import Playbook
@testable import PlaybookText
import Testing

@Suite struct LintTests {
    private static let linter = PlaybookLinter(actions: ActionRegistry.all)

    @Test("ids and names are used once, and rise")
    func ids() {
        let ids = Lint.all.map(\.id)
        #expect(ids == ids.sorted() && Set(ids).count == ids.count)
        #expect(Set(Lint.all.map(\.name)).count == ids.count)
        for lint in Lint.all {
            #expect(lint.id.hasPrefix("QL") && lint.id.utf8.count == 5)
            #expect(Lint.named(lint.id) == lint)
        }
        #expect(Lint.named("QL000") == nil)
    }

    @Test("the wrong example of a lint breaks it, and the right one breaks none", arguments: Lint.all)
    func examples(_ lint: Lint) {
        if let wrong = lint.wrong {
            let found = Self.linter.check(wrong, file: "p.yaml").findings
            #expect(found.contains { $0.lint == lint.id && $0.severity == lint.severity }, "\(found)")
        }
        if let right = lint.right {
            let report = Self.linter.check(right, file: "p.yaml")
            #expect(report.playbook != nil)
            #expect(!report.findings.contains { $0.lint == lint.id }, "\(report.findings)")
        }
        #expect((lint.wrong == nil) == (lint.right == nil))
    }

    @Test("what a lint says is a sentence", arguments: Lint.all)
    func sentences(_ lint: Lint) {
        for text in [lint.summary, lint.why, lint.fix] + [lint.undecided].compactMap({ $0 }) {
            #expect(text.hasSuffix(".") && !text.contains("\n"), "\(text)")
        }
        for text in [lint.plainFix, Lint.plain(lint.why)] { #expect(!text.contains("](") && !text.contains("`")) }
    }

    @Test(
        "markdown becomes plain",
        arguments: [
            ("See [exceptions](../exceptions.md), `x`.", "See exceptions, x."), ("a [b] c", "a [b] c"), ("[", "["),
            ("[a](b", "[a](b"), ("[30](x.md)[1](y)", "301"),
        ])
    func plain(_ markdown: String, _ text: String) { #expect(Lint.plain(markdown) == text) }

    @Test(
        "rules about different things of one finding neither fight nor replace each other",
        arguments: [("principal", "resource", false), ("principal", "principal", true), ("resource", "resource", true)])
    func aboutOthers(_ first: String, _ second: String, _ isFound: Bool) {
        func rule(_ name: String, _ about: String, _ more: String = "") -> String {
            "  - name: \(name)\n    when: { source: [aws.guardduty], detail: { type: [{ prefix: \"Impact:S3/\" }] } }\n"
                + "    about: \(about)\n\(more)    respond: [iam.block-principal, notify]\n"
        }
        let head = """
            quell: 1
            guardrails: { protect: ["arn:aws:iam::*:role/a/*"], limits: { iam.block-principal: 3/hour/account } }
            rules:

            """
        let same = WrongPlaybook.found(head + rule("one", first) + rule("two", second))
        #expect(same.contains { $0.hasPrefix("QL211") } == isFound, "\(same)")
        let asking = WrongPlaybook.found(head + rule("one", first) + rule("two", second, "    approval: required\n"))
        #expect(asking.contains { $0.hasPrefix("QL214") } == isFound, "\(asking)")
    }

    @Test("a comment allows a warning or a note, on its line or the one above, and no error")
    func allowances() {
        func found(_ text: String) -> [String] { Self.linter.check(text, file: "p.yaml").findings.map(\.lint) }
        func text(above: String = "", beside: String = "", source: String = "aws.macie") -> String {
            "quell: 1\nrules:\n  - name: one\n    when:\n      \(above)\n      source: [\(source)] \(beside)\n    respond: [notify]\n"
        }
        #expect(found(text()) == ["QL107"])
        #expect(found(text(above: "# quell:allow QL107")) == [])
        #expect(found(text(beside: "# macie is looked at elsewhere; quell:allow QL101, QL107")) == [])
        #expect(found(text(above: "# quell:allow QL108")) == ["QL107"])
        #expect(found(text(above: "# quell:allow")) == ["QL107"])
        #expect(found(text(above: "detail-type: [x] # quell:allow QL107")) == ["QL107"])
        #expect(found(text(beside: "# quell:allow QL107", source: "{ prefix: aws. }")) == ["QL103"])
        #expect(Self.linter.check(text(above: "# quell:allow QL107"), file: "p.yaml").allowed == 1)
    }
}
