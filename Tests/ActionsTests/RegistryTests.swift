import AWSClient
import ActionKit
import Actions
import Foundation
import JSON
import Testing

/// Holds for every action there is: a new folder is checked without a change here.
@Suite struct RegistryTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test("decides as its example says", arguments: Example.all)
    func decides(_ example: Example) async throws {
        let run = try await ScenarioRun(example.scenario, of: example.action)
        #expect(ActionAudit.decision(run, expected: example.scenario.expected) == [])
    }

    /// The engine alerts with the standard options where a rule did not ask for it; an alert must not fail for want of one.
    @Test("tells people without being told how")
    func alertsWithoutOptions() throws {
        let alerts = ActionRegistry.all.map { $0.manifest }.filter { $0.phase == .notify }
        #expect(!alerts.isEmpty)
        for manifest in alerts { _ = try Options([:], for: manifest) }
    }

    @Test("makes plans that can be applied, stored and taken back", arguments: Example.all)
    func plans(_ example: Example) async throws {
        let run = try await ScenarioRun(example.scenario, of: example.action)
        guard let plan = run.plan else { return }
        #expect(ActionAudit.plan(plan, by: example.action.manifest) == [])
        #expect(ActionAudit.effects(of: plan.steps, run.reader) == [])
        #expect(try JSONDecoder().decode(Plan.self, from: JSONEncoder().encode(plan)) == plan)
        let names = plan.steps.flatMap(\.outputs.keys)
        let outputs = Dictionary(
            names.map { ($0, JSONValue.string("sample")) }, uniquingKeysWith: { first, _ in first })
        #expect(run.planned.flatMap { ActionAudit.request(of: $0, outputs: outputs) } == [])
    }

    @Test("decides the same when asked again", arguments: Example.all)
    func isStable(_ example: Example) async throws {
        let first = try await ScenarioRun(example.scenario, of: example.action).decision
        let second = try await ScenarioRun(example.scenario, of: example.action).decision
        #expect(first == second)
    }

    @Test("declares exactly the calls its examples make", arguments: Listed.all)
    func permissions(_ listed: Listed) async throws {
        var runs: [ScenarioRun] = []
        for scenario in listed.action.scenarios { runs.append(try await ScenarioRun(scenario, of: listed.action)) }
        #expect(ActionAudit.permissions(of: listed.action.manifest, used: runs) == [])
    }

    @Test("grants its roles exactly what it calls", arguments: Listed.all)
    func grants(_ listed: Listed) { #expect(listed.action.manifest.misfits == []) }

    @Test("reads only with read-only operations, and writes only with others", arguments: Listed.all)
    func separates(_ listed: Listed) {
        let manifest = listed.action.manifest
        #expect(manifest.everyRead.filter { !$0.isReadOnly }.map(\.id) == [])
        #expect((manifest.writes + manifest.undos).filter(\.isReadOnly).map(\.id) == [])
    }

    @Test("has IAM actions that exist", arguments: Listed.all)
    func iamActions(_ listed: Listed) throws {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/iam-actions", withExtension: "txt"))
        let known = Set(try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map(String.init))
        #expect(known.count > 1000)
        #expect(listed.action.manifest.iamActions.filter { !known.contains($0.lowercased()) } == [])
    }

    @Test("has an example of a plan, and one of leaving the resource alone", arguments: Listed.all)
    func covers(_ listed: Listed) {
        let expected = listed.action.scenarios.map(\.expected)
        #expect(expected.contains { if case .plan = $0 { true } else { false } })
        #expect(expected.contains { if case .leaveAlone = $0 { true } else { false } })
        let titles = listed.action.scenarios.map(\.title)
        #expect(Set(titles).count == titles.count)
    }

    @Test("takes its own standard options, and describes each", arguments: Listed.all)
    func options(_ listed: Listed) {
        let manifest = listed.action.manifest
        #expect(manifest.summary.hasSuffix("."))
        #expect(Set(manifest.options.map(\.name)).count == manifest.options.count)
        #expect(manifest.options.filter { !$0.help.hasSuffix(".") }.map(\.name) == [])
        let required = manifest.options.filter { $0.standard == nil }
        if required.isEmpty {
            #expect(throws: Never.self) { try listed.action.init(Options([:], for: manifest)) }
        }
    }

    @Test("is named like its folder, by service and verb", arguments: Listed.all)
    func names(_ listed: Listed) throws {
        let type = "\(listed.action)"
        let file = try #require(Self.files()[type], "no folder \(type) holds \(type).swift")
        let service = file.deletingLastPathComponent().deletingLastPathComponent().lastPathComponent
        #expect(listed.action.manifest.id == ActionAudit.id(ofType: type, in: service))
        let scenarios = file.deletingLastPathComponent().appending(path: "\(type)+Scenarios.swift")
        #expect(FileManager.default.fileExists(atPath: scenarios.path))
        #expect(ActionRegistry.named(listed.action.manifest.id) == listed.action)
    }

    @Test("every folder of an action is registered, once, in order")
    func registered() throws {
        let types = ActionRegistry.all.map { "\($0)" }
        #expect(try types == Self.files().keys.sorted())
        #expect(Set(ActionRegistry.all.map { $0.manifest.id }).count == types.count)
        #expect(ActionRegistry.named("ec2.launch-rocket") == nil)
    }

    /// Files named like their folder, by that name.
    private static func files() throws -> [String: URL] {
        let actions = root.appending(path: "Sources/Actions")
        let found = try #require(FileManager.default.enumerator(at: actions, includingPropertiesForKeys: nil))
        var files: [String: URL] = [:]
        for case let file as URL in found where file.pathExtension == "swift" {
            let name = file.deletingPathExtension().lastPathComponent
            if file.deletingLastPathComponent().lastPathComponent == name { files[name] = file }
        }
        return files
    }
}
