import Playbook
import PlaybookText
import Testing

@Suite struct TopologyReadingTests {
    private static let good = """
        quell-topology: 1
        organization: o-exampleorgid
        security-account: "999999999999"
        home-region: eu-central-1
        regions: [eu-central-1, us-east-1]
        response-role: Mine
        artifact: { bucket: artifacts, prefix: quell/ }
        runbooks:
          My-Runbook: { actions: [ec2:StopInstances], resources: ["*"] }
        """

    private func mistakes(_ text: String) -> String {
        do {
            return "none: \(try Topology.read(text, file: "t.yaml"))"
        } catch {
            return "\(error)"
        }
    }

    @Test("a topology is read")
    func reads() throws {
        let topology = try Topology.read(Self.good, file: "t.yaml")
        #expect(topology.organization == "o-exampleorgid")
        #expect(topology.securityAccount == "999999999999")
        #expect(topology.regions == ["eu-central-1", "us-east-1"])
        #expect(topology.responseRole == "Mine")
        #expect(topology.artifactBucket == "artifacts")
        #expect(topology.runbooks["My-Runbook"]?.actions == ["ec2:StopInstances"])
    }

    @Test(
        "a mistake is named with its file, line and key, and what to write",
        arguments: [
            ("organization: o-exampleorgid", "organization: example", "t.yaml:2:15: error: organization must be"),
            ("\"999999999999\"", "\"1\"", "t.yaml:3:19: error: security-account must be"),
            ("home-region: eu-central-1", "home-region: here", "t.yaml:4:14: error: home-region must be"),
            ("[eu-central-1, us-east-1]", "[us-east-1]", "t.yaml:5:1: error: regions must hold the home Region"),
            ("[eu-central-1, us-east-1]", "[eu-central-1, x]", "t.yaml:5:25: error: \"x\" is not a Region"),
            ("response-role: Mine", "respond-role: Mine", "t.yaml:6:1: error: A topology has no key"),
            ("quell/", "quell", "t.yaml:7:40: error: prefix must be"),
            ("ec2:StopInstances", "\"ec2:*\"", "t.yaml:9:27: error: \"ec2:*\" is not one IAM action"),
            ("quell-topology: 1", "quell-topology: 2", "t.yaml:1:17: error: This Quell reads topologies of version 1"),
            (Self.good, "", "The topology is empty"),
        ])
    func refuses(part: String, other: String, words: String) {
        let sentence = mistakes(Self.good.replacing(part, with: other))
        #expect(sentence.contains(words), "\(sentence)")
    }
}
