import Playbook
import PlaybookText
import Testing

@testable import Engine

@Suite struct SweepScopeTests {
    private func scope(_ rules: String...) throws -> SweepScope {
        let text = rules.enumerated().map { index, when in
            "  - name: r\(index)\n    when: \(when)\n    respond: [test.notify]\n"
        }
        return try SweepScope(
            Playbook.read(
                "quell: 1\nrules:\n\(text.joined())", file: "test.yaml", actions: Stage.catalog.manifests))
    }

    @Test("only what the patterns can match is listed")
    func sources() throws {
        let guardDuty = try scope("{ source: [aws.guardduty] }")
        #expect((guardDuty.hasFindings, guardDuty.hasCompliance) == (true, false))
        let config = try scope("{ source: [aws.config] }")
        #expect((config.hasFindings, config.hasCompliance) == (false, true))
        let any = try scope("{ source: [aws.guardduty, aws.config] }")
        #expect((any.hasFindings, any.hasCompliance) == (true, true))
        let hub = try scope("{ source: [aws.securityhub] }")
        #expect((hub.hasFindings, hub.hasCompliance) == (false, false))
    }

    @Test("Config rules are those that a pattern names, by whatever way patterns name things")
    func names() throws {
        let named = try scope("{ source: [aws.config], detail: { configRuleName: [A, { prefix: OrgConfigRule-B } ] } }")
        #expect(try named.asks(forConfigRule: "A"))
        #expect(try named.asks(forConfigRule: "OrgConfigRule-B-x1"))
        #expect(try !named.asks(forConfigRule: "C"))
        let unnamed = try scope("{ source: [aws.config] }")
        #expect(try unnamed.asks(forConfigRule: "C"))
    }
}
