import ActionKit
import Foundation
import JSON
import Testing

/// The example of CONTRIBUTING.md: what people copy compiles, and passes what every action must pass.
@Suite struct ProtectInstanceTests {
    @Test("decides as it says, and declares exactly what it calls")
    func decides() async throws {
        var runs: [ScenarioRun] = []
        for scenario in ProtectInstance.scenarios {
            let run = try await ScenarioRun(scenario, of: ProtectInstance.self)
            #expect(ActionAudit.decision(run, expected: scenario.expected) == [])
            if let plan = run.plan {
                #expect(ActionAudit.plan(plan, by: ProtectInstance.manifest) == [])
                #expect(ActionAudit.effects(of: plan.steps, run.reader) == [])
            }
            #expect(run.planned.flatMap { ActionAudit.request(of: $0, outputs: [:]) } == [])
            runs.append(run)
        }
        #expect(runs.contains { $0.plan != nil })
        #expect(ActionAudit.permissions(of: ProtectInstance.manifest, used: runs) == [])
        #expect(ProtectInstance.manifest.misfits == [])
    }

    @Test("stands in CONTRIBUTING.md as it is here", arguments: ["ProtectInstance", "ProtectInstance+Scenarios"])
    func isCopied(_ name: String) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "\(name).swift")
        let source = try String(contentsOf: file, encoding: .utf8)
            .replacing("    @testable import Actions\n", with: "")
        let guide = try String(contentsOf: RegistryTests.root.appending(path: "CONTRIBUTING.md"), encoding: .utf8)
        #expect(guide.contains("```swift\n\(source)```"), "copy Tests/ActionsTests/\(name).swift into CONTRIBUTING.md")
    }
}
