import ActionKit
import Actions
import JSON
import Playbook
@testable import PlaybookText
import Testing

@Suite struct PlaybookSchemaTests {
    private let manifests = ActionRegistry.all.map { $0.manifest }
    private var schema: JSONValue { PlaybookSchema(manifests).value }

    @Test("the committed schema is the one of today's actions and keys")
    func committed() throws {
        let text = schema.indented + "\n"
        let committed = try PackageFolder.committed(PlaybookSchema.path, generated: text)
        #expect(committed == text, "\(PlaybookSchema.path) is stale. Run: make pages")
    }

    @Test("it has the keys that the reader takes, and no others")
    func keys() throws {
        func keys(_ schema: JSONValue?) -> [String] { (schema?["properties"]?.object ?? [:]).keys.sorted() }
        let top = schema["properties"]
        #expect(keys(schema) == PlaybookKeys.playbook.sorted())
        #expect(keys(top?["exceptions"]) == PlaybookKeys.exceptions.sorted())
        #expect(keys(top?["notify"]) == PlaybookKeys.notify.sorted())
        #expect(keys(top?["guardrails"]) == PlaybookKeys.guardrails.sorted())
        #expect(keys(top?["guardrails"]?["properties"]?["backlog"]) == PlaybookKeys.backlog.sorted())
        #expect(keys(schema["definitions"]?["rule"]) == PlaybookKeys.rule.sorted())
        #expect(keys(schema["definitions"]?["approval"]?["anyOf"]?.array?.last) == PlaybookKeys.approval.sorted())
        #expect(keys(top?["guardrails"]?["properties"]?["limits"]) == manifests.map(\.id).sorted())
    }

    @Test("every action is there with its options, their standards and what they do")
    func actions() throws {
        let response = try #require(schema["definitions"]?["response"]?["anyOf"]?.array)
        for manifest in manifests {
            let entry = try #require(response.last?["properties"]?[manifest.id])
            let options = entry["properties"] ?? entry["anyOf"]?.array?.first?["properties"]
            var names = manifest.options.map(\.name)
            if manifest.phase == .contain { names.append("approval") }
            #expect((options?.object ?? [:]).keys.sorted() == names.sorted())
            for option in manifest.options {
                #expect(options?[option.name]?["description"]?.string == option.help)
                #expect(options?[option.name]?["default"] == option.standard)
            }
            let isEnough = manifest.options.allSatisfy { $0.standard != nil }
            #expect((response.first?["enum"]?.strings ?? []).contains(manifest.id) == isEnough)
        }
    }
}
