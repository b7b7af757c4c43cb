import AWSClient
import JSON
import Testing

@testable import Engine

@Suite struct DeciderRelatedTagTests {
    private func stage(_ tags: [String: String], strict: Bool = true) async throws -> Stage {
        let stage = try Stage(guardrails: strict ? "exceptions: { mode: strict, records: journal }\n" : "")
        await stage.aws.change {
            $0.interfaces = ["eni-1", "eni-2"]
            $0.tags["eni-2"] = tags
        }
        return stage
    }

    @Test("the tag on an interface exempts nothing, and people are told")
    func interface() async throws {
        let response = try await stage(["SecurityException": "JIRA-1"]).respond()
        #expect(response.conclusion.outcome == .contained)
        #expect(response.exceptions.map(\.verdict) == [.nearMiss])
        #expect(try #require(response.exceptions.first).why.contains("eni-2 does"))
    }

    @Test("other tags there are nobody's business")
    func others() async throws { #expect(try await stage(["Name": "x"]).respond().exceptions.isEmpty) }

    @Test("where the tag alone exempts nothing more is read")
    func presence() async throws {
        #expect(try await stage(["SecurityException": "x"], strict: false).respond().exceptions.isEmpty)
    }
}
