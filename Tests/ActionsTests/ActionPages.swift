import AWSClient
import ActionKit
import Foundation
import JSON

/// The published page of each action: its doc comment, its manifest, and what its scenarios decide.
///
/// Everything on a page stands in the action's folder already; a page is never edited.
struct ActionPages {
    /// Path of the pages from the root of the package.
    static let folder = "Documentation/actions"
    /// What makes stale pages fresh.
    static let command = "make pages"

    /// What keeps a page from being made.
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    let root: URL

    /// Path of an action's source from the root of the package.
    func source(of action: any Action.Type) throws -> String {
        let type = "\(action)"
        let actions = root.appending(path: "Sources/Actions")
        for service in try FileManager.default.contentsOfDirectory(atPath: actions.path).sorted() {
            let path = "\(service)/\(type)/\(type).swift"
            if FileManager.default.fileExists(atPath: actions.appending(path: path).path) {
                return "Sources/Actions/\(path)"
            }
        }
        throw Missing(description: "No folder of Sources/Actions holds \(type)/\(type).swift.")
    }

    /// The page of an action.
    func page(of action: any Action.Type) async throws -> String {
        let path = try source(of: action)
        let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
        guard let comment = Self.docComment(of: "\(action)", in: text) else {
            throw Missing(description: "\(path): \(action) has no doc comment; it becomes the action's page.")
        }
        let manifest = action.manifest
        var examples: [String] = []
        for scenario in action.scenarios {
            examples += Self.example(scenario, try await ScenarioRun(scenario, of: action).decision)
        }
        return
            (["# \(manifest.id)", "", Self.notice(path), "", comment, ""] + Self.facts(manifest, path)
            + Self.options(manifest) + Self.permissions(manifest) + ["## What it decides"] + examples + [""])
            .joined(separator: "\n")
    }

    /// The list of all pages.
    static func index(_ manifests: [Manifest]) -> String {
        let rows = manifests.sorted { $0.id < $1.id }.map { manifest in
            "| [\(manifest.id)](\(manifest.id).md) | \(manifest.phase.rawValue) | \(cell(manifest.summary)) |"
        }
        return
            ([
                "# Actions", "", notice("Sources/Actions"), "",
                "What a playbook can ask for. Phases run in this order:", "",
            ]
            + Manifest.Phase.allCases.map { "- **\($0.rawValue)**: \(meaning($0))" }
            + ["", "| action | phase | what it does |", "|---|---|---|"] + rows + [""])
            .joined(separator: "\n")
    }

    /// The doc comment of a type, as Markdown; nil when it has none.
    static func docComment(of type: String, in source: String) -> String? {
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        guard let declaration = lines.firstIndex(where: { $0.contains("struct \(type): Action") }) else { return nil }
        let comment = lines[..<declaration].reversed().prefix { $0.hasPrefix("///") }.reversed()
        guard !comment.isEmpty else { return nil }
        return comment.map { $0.dropFirst($0.hasPrefix("/// ") ? 4 : 3) }.joined(separator: "\n")
    }
}

extension ActionPages {
    private static func notice(_ path: String) -> String {
        "<!-- Written by `\(command)` from \(path). Change that, not this page. -->"
    }

    static func meaning(_ phase: Manifest.Phase) -> String {
        switch phase {
        case .contain: "changes the resource."
        case .notify: "tells people, once the outcome is known."
        case .archive: "closes the finding, after a verified containment that people were told of."
        case .report: "notes the outcome where the finding came from, whatever it was."
        }
    }

    private static func facts(_ manifest: Manifest, _ path: String) -> [String] {
        [
            "| | |", "|---|---|", "| Phase | **\(manifest.phase.rawValue)**: \(meaning(manifest.phase)) |",
            "| Harm of acting wrongly | \(manifest.harm.rawValue) |", "| Source | [\(path)](../../\(path)) |", "",
        ]
    }

    static func options(_ manifest: Manifest) -> [String] {
        guard !manifest.options.isEmpty else { return ["## Options", "", "It takes none.", ""] }
        let rows = manifest.options.map { option in
            let standard = option.standard.map { "`\($0)`" } ?? "required"
            return "| `\(option.name)` | \(cell("\(option.kind)")) | \(cell(standard)) | \(cell(option.help)) |"
        }
        return ["## Options", "", "| option | holds | standard | what it does |", "|---|---|---|---|"] + rows + [""]
    }

    static func permissions(_ manifest: Manifest) -> [String] {
        func list(_ title: String, _ operations: [AWSClient.Operation]) -> [String] {
            let actions = Set(operations.flatMap(\.iamActions)).sorted().map { "`\($0)`" }
            return ["| \(title) | \(actions.isEmpty ? "none" : actions.joined(separator: ", ")) |"]
        }
        return
            ["## IAM actions to grant", "", "| for | IAM actions |", "|---|---|"]
            + list("reading", manifest.everyRead) + list("its steps", manifest.writes)
            + list("taking them back", manifest.undos) + [""]
    }

    /// One worked example: the scenario's title and options, and what the action decides on it.
    static func example(_ scenario: Scenario, _ decision: Decision) -> [String] {
        var lines = ["", "### \(prose(scenario.title))", ""]
        if !scenario.options.isEmpty { lines += ["Options: `\(JSONValue.object(scenario.options))`", ""] }
        let risks: [String]
        switch decision {
        case .leaveAlone(let reason):
            lines.append("Left alone, **\(reason.kind.rawValue)**: \(prose(reason.why))")
            risks = reason.residualRisk
        case .plan(let plan):
            lines += plan.steps.enumerated().map { index, step in
                "\(index + 1). \(prose(step.sentence)) \(back(step))"
            }
            risks = plan.residualRisk
        }
        if !risks.isEmpty { lines += ["", "What remains:", ""] + risks.map { "- \(prose($0))" } }
        return lines
    }

    private static func back(_ step: Step) -> String {
        let isOptional = step.isRequired ? "" : " The response goes on without it."
        return switch step.undo {
        case .call(let call): "Undo: `\(call.operation)`.\(isOptional)"
        case .kept(let why): "Kept: \(prose(why))\(isOptional)"
        case .irreversible(let why): "No way back: \(prose(why))\(isOptional)"
        }
    }

    /// Text that Markdown shows as it is.
    ///
    /// The long id of the examples' execution becomes a word.
    static func prose(_ text: String) -> String {
        text.replacing(ScenarioRun.execution, with: "EXECUTION").replacing("\n", with: " ")
            .reduce(into: "") { text, letter in
                if "\\*<[|`".contains(letter) { text.append("\\") }
                text.append(letter)
            }
    }

    /// Markdown that fits in the cell of a table.
    private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
