import Actions
import Foundation
import Playbook
import PlaybookText
import Testing

/// A corpus of wrong playbooks: each begins with what must be found in it, `# expect ID LINE:COLUMN` a line.
struct WrongPlaybook: CustomTestStringConvertible, Sendable {
    static let folder = "Tests/PlaybookTextTests/WrongPlaybooks"
    static let linter = PlaybookLinter(actions: ActionRegistry.all)

    let name: String
    let text: String

    var testDescription: String { name }

    static let all: [WrongPlaybook] = {
        let root = PackageFolder.root.appending(path: folder)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        return names.sorted().map { WrongPlaybook(name: $0, text: (try? PackageFolder.text("\(folder)/\($0)")) ?? "") }
    }()

    /// What it says must be found.
    var expected: [String] {
        text.split(separator: "\n").prefix { $0.hasPrefix("# expect ") }.map { String($0.dropFirst("# expect ".count)) }
    }

    static func found(_ text: String) -> [String] {
        linter.check(text, file: "p.yaml").findings.map { "\($0.lint) \($0.position.line):\($0.position.column)" }
    }
}

@Suite struct WrongPlaybooksTests {
    @Test("the corpus is there, and speaks of every lint that a short playbook can break")
    func isThere() {
        #expect(WrongPlaybook.all.count >= 60)
        let spoken = Set(WrongPlaybook.all.flatMap(\.expected).map { String($0.prefix { $0 != " " }) })
        // A topology is no playbook.
        let missing = Lint.all.map(\.id).filter { !spoken.contains($0) && !["QL014", "QL015"].contains($0) }
        #expect(missing == [])
    }

    @Test("exactly what is wrong is found, and where it stands", arguments: WrongPlaybook.all)
    func finds(_ playbook: WrongPlaybook) {
        #expect(!playbook.expected.isEmpty)
        #expect(WrongPlaybook.found(playbook.text) == playbook.expected)
    }

    @Test("a playbook with an error is never read, and one without always is", arguments: WrongPlaybook.all)
    func agrees(_ playbook: WrongPlaybook) throws {
        let report = WrongPlaybook.linter.check(playbook.text, file: "p.yaml")
        let isRead = (try? Playbook.read(playbook.text, file: "p.yaml", actions: ActionRegistry.all)) != nil
        #expect((report.playbook != nil) == isRead)
        if !isRead { #expect(report.count(.error) > 0) }
    }

    @Test(
        "correcting one leaves its comments, brings nothing new, and changes nothing the second time",
        arguments: WrongPlaybook.all)
    func fixes(_ playbook: WrongPlaybook) {
        let fixer = PlaybookFixer(WrongPlaybook.linter)
        let outcome = fixer.fix(playbook.text, file: "p.yaml")
        let before = WrongPlaybook.linter.check(playbook.text, file: "p.yaml").findings
        let after = WrongPlaybook.linter.check(outcome.text, file: "p.yaml").findings
        #expect(after.count <= before.count - outcome.applied.count)
        #expect(outcome.text.hasPrefix(playbook.expected.map { "# expect \($0)\n" }.joined()))
        #expect(fixer.fix(outcome.text, file: "p.yaml").applied.isEmpty)
        if outcome.applied.isEmpty { #expect(outcome.text == playbook.text) }
    }
}
