import Foundation
import JSON
import SimulatedAWS
import Testing

/// The decisions of AWS that are kept as data for the sandbox's evaluator: ours must answer the same.
@Suite struct PolicyCaseTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sandbox/tests/policies")

    private static func text(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: name)))
    }

    private struct Case {
        let id: String
        let policies: [String: [String]]
        let request: PolicyRequest
        let isAllowed: Bool
        let sid: String?

        init(_ json: JSONValue) {
            id = json["id"]?.string ?? ""
            policies = (json["policies"]?.object ?? [:]).compactMapValues(\.strings)
            let asked = json["request"]
            var texts: [String: String] = [:]
            var lists: [String: [String]] = [:]
            for (key, value) in asked?["context"]?.object ?? [:] {
                if let text = value.string { texts[key] = text } else { lists[key] = value.strings ?? [] }
            }
            request = PolicyRequest(
                principal: asked?["principal"]?.string ?? "", action: asked?["action"]?.string ?? "",
                resource: asked?["resource"]?.string ?? "*", texts: texts, lists: lists)
            isAllowed = json["expected"]?.string == "allow"
            sid = json["by"]?.string
        }
    }

    @Test("every recorded decision is made, by the statement that is named")
    func cases() throws {
        let documents = try JSONValue(parsing: Self.text("documents.json")).object?.mapValues(Policy.init) ?? [:]
        let lines = try Self.text("cases.jsonl").split(separator: UInt8(ascii: "\n"))
        #expect(lines.count >= 679)
        for line in lines {
            let each = Case(try JSONValue(parsing: Array(line)))
            func named(_ layer: String) throws -> [Policy]? {
                try each.policies[layer]?.map { try #require(documents[$0], "\(each.id): \($0)") }
            }
            var set = PolicySet()
            set.identity = try named("identity") ?? []
            set.session = try named("session")
            set.resource = try named("resource") ?? []
            set.serviceControls = try named("scps").map { [[Policy.everything] + $0] } ?? []
            set.resourceControls = try named("rcps") ?? []
            let decision = try set.decide(each.request)
            #expect(decision.isAllowed == each.isAllowed, "\(each.id): \(decision)")
            if let sid = each.sid { #expect(decision.sid == sid, "\(each.id): \(decision)") }
        }
    }
}
