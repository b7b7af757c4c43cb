import AWSClient
import ActionKit
import Foundation
import JSON
import Testing

@Suite struct ActionPagesTests {
    private let pages = ActionPages(root: RegistryTests.root)
    private let isWriting = ProcessInfo.processInfo.environment["QUELL_WRITE_PAGES"] == "1"

    @Test("the page of every action says what the action is today", arguments: Listed.all)
    func pages(_ listed: Listed) async throws {
        try check(await pages.page(of: listed.action), "\(listed.action.manifest.id).md")
    }

    @Test("the list of pages names every action")
    func index() throws {
        try check(ActionPages.index(Listed.all.map { $0.action.manifest }), "README.md")
    }

    @Test("no page is of an action that is gone")
    func strays() throws {
        let folder = pages.root.appending(path: ActionPages.folder)
        let known = Set(Listed.all.map { "\($0.action.manifest.id).md" } + ["README.md"])
        let strays = Set(try FileManager.default.contentsOfDirectory(atPath: folder.path)).subtracting(known)
        #expect(strays.sorted() == [], "remove them from \(ActionPages.folder)")
    }

    /// Holds a page against the committed one, or writes it when asked to.
    private func check(_ page: String, _ name: String) throws {
        let file = pages.root.appending(path: ActionPages.folder).appending(path: name)
        if isWriting { try Data(page.utf8).write(to: file) }
        let committed = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        #expect(committed == page, "\(ActionPages.folder)/\(name) is stale. Run: \(ActionPages.command)")
    }

    @Test(
        "takes the comment right above the type, and only that",
        arguments: [
            ("/// One.\n///\n/// Two.\npackage struct Halt: Action {", "One.\n\nTwo."),
            ("/// Other.\n\n/// Mine.\nstruct Halt: Action {}", "Mine."),
            ("///  Deep.\nstruct Halt: Action {}", " Deep."),
            ("// Plain.\nstruct Halt: Action {}", nil), ("struct Halt: Action {}", nil),
            ("/// Mine.\nstruct Halting: Action {}", nil), ("", nil),
        ] as [(String, String?)])
    func docComment(_ source: String, _ comment: String?) {
        #expect(ActionPages.docComment(of: "Halt", in: source) == comment)
    }

    @Test("refuses a page for a type without a folder")
    func missing() {
        struct Nowhere: Action {
            static let manifest = Manifest(id: "no.where", summary: "None.", phase: .contain, harm: .none, writes: [])
            static let scenarios: [Scenario] = []
            init(_ options: Options) throws(Options.Mistake) {}
            func decide(_ situation: Situation) async throws(AWSError) -> Decision { .leaveAlone(.moot, "Gone.") }
        }
        #expect(throws: ActionPages.Missing.self) { try pages.source(of: Nowhere.self) }
    }

    @Test("says of each option what it holds, and of each list what to grant")
    func tables() {
        let manifest = Manifest(
            id: "iam.x", summary: "X.", phase: .contain, harm: .none, reads: [IAM.getUser, IAM.getUser],
            writes: [IAM.attachUserPolicy],
            options: [
                Manifest.Option("way", .choice(["a", "b"]), standard: "a", "Either | or."),
                Manifest.Option("name", .text, standard: nil, "A name."),
            ])
        let options = ActionPages.options(manifest)
        #expect(options.contains("| `way` | one of a, b | `\"a\"` | Either \\| or. |"))
        #expect(options.contains("| `name` | a text | required | A name. |"))
        let permissions = ActionPages.permissions(manifest)
        #expect(permissions.contains("| reading | `iam:GetUser` |"))
        #expect(permissions.contains("| its steps | `iam:AttachUserPolicy` |"))
        #expect(permissions.contains("| taking them back | none |"))
    }

    @Test("shows steps with their way back, and what remains")
    func example() {
        let call = Call(IAM.getUser, account: nil, region: "eu-west-1", input: [:])
        let plan = Plan(
            action: "iam.x", resource: "r",
            steps: [
                Step("a", "Go.", call: call, effect: nil, undo: .call(call)),
                Step("b", "On.", call: call, effect: nil, undo: .kept("Harmless."), isRequired: false),
                Step("c", "End.", call: call, effect: nil, undo: .irreversible("Sent.")),
            ], residualRisk: ["Watch *it*."])
        let scenario = Scenario("It goes", event: [:], options: ["way": "b"], answers: [], expected: .plan([]))
        let lines = ActionPages.example(scenario, .plan(plan))
        for line in [
            "### It goes", "Options: `{\"way\":\"b\"}`", "1. Go. Undo: `iam:GetUser`.",
            "2. On. Kept: Harmless. The response goes on without it.", "3. End. No way back: Sent.",
            "- Watch \\*it\\*.",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
        let left = ActionPages.example(scenario, .leaveAlone(.held, "Wait.", residualRisk: []))
        #expect(left.contains("Left alone, **held**: Wait."))
        #expect(!left.contains("What remains:"))
    }
}
