import AWSClient
import ActionKit
import Actions
import Deployment
import Foundation
import JSON
import Playbook
import PlaybookText
import Testing

/// Makes deployments of playbooks.
private enum Deployed {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let parts = Synthesis.Parts(
        engineReads: [GuardDuty.getFindings], audit: [CloudTrail.lookupEvents],
        journal: ["dynamodb:Query", "dynamodb:PutItem"],
        configRule: [Config.putEvaluations])

    static func playbook(_ text: String) throws -> Playbook {
        try Playbook.read(text, file: "p.yaml", actions: ActionRegistry.all)
    }

    static func standard() throws -> Playbook {
        try playbook(String(contentsOf: root.appending(path: "Playbooks/default.yaml"), encoding: .utf8))
    }

    static func files(_ playbook: Playbook, _ topology: Topology = Topology()) throws -> [String: String] {
        try Synthesis(playbook, topology, manifests: ActionRegistry.all.map { $0.manifest }, parts: parts).files
    }

    static func mistake(_ playbook: String, _ topology: Topology = Topology()) throws -> String {
        do {
            _ = try files(Self.playbook(playbook), topology)
            return "no mistake"
        } catch let error as SynthesisMistake {
            return error.description
        }
    }

    static func rule(_ name: String, _ respond: String) -> String {
        """
        quell: 1
        rules:
          - name: \(name)
            when: { source: [aws.config], detail: { configRuleName: [X] } }
            respond: [\(respond)]
        """
    }
}

@Suite struct SynthesisTests {
    @Test("the same input gives the same files")
    func isStable() throws {
        let playbook = try Deployed.standard()
        let first = try Deployed.files(playbook)
        for _ in 1...5 { #expect(try Deployed.files(playbook) == first) }
        #expect(
            first.keys.sorted() == [
                "parameters.json", "rcp-trust.json", "scp-responder.json", "scp-tags.json", "security-account.yaml",
                "service-account.yaml", "tag-policy.json",
            ])
    }

    @Test("a schedule asks for a sweep, and the inbox lets it in")
    func sweep() throws {
        let text = try #require(try Deployed.files(Deployed.standard())["security-account.yaml"])
        #expect(text.contains(#"ScheduleExpression: "rate(15 minutes)""#))
        #expect(text.contains(##"Input: "{\"quell\":\"sweep\"}""##))
        #expect(text.components(separatedBy: "rule/quell-sweep").count == 2, "in the policy of the inbox")
        #expect(text.contains("QUELL_CONFIG_AGGREGATOR: !Ref ConfigAggregator"))
    }

    @Test("every rule of the playbook is one rule of EventBridge, on the bus or, for Security Hub, beside it")
    func rules() throws {
        let playbook = try Deployed.standard()
        let text = try #require(try Deployed.files(playbook)["security-account.yaml"])
        for rule in playbook.rules { #expect(text.contains("Name: quell-\(rule.name)\n"), "\(rule.name)") }
        let count = text.components(separatedBy: "Type: AWS::Events::Rule\n").count - 1
        #expect(count == playbook.rules.count + 3, "one that forwards this account's own findings, and two schedules")
    }

    @Test("the engine is asked every minute to look after what it did, by a rule whose name no other can have")
    func schedule() throws {
        let text = try #require(try Deployed.files(try Deployed.standard())["security-account.yaml"])
        #expect(text.contains(#"ScheduleExpression: "rate(1 minute)""#))
        #expect(text.contains(##"Input: "{\"quell\":\"tend\"}""##))
        let playbook = try Deployed.playbook(
            "quell: 1\nrules:\n  - { name: tend, when: { source: [aws.config] }, respond: [notify] }\n")
        #expect(throws: SynthesisMistake.self) { try Deployed.files(playbook) }
    }

    @Test("a template is small enough to be given to CloudFormation as it is, a policy to Organizations")
    func sizes() throws {
        let files = try Deployed.files(try Deployed.standard())
        for (name, text) in files {
            let limit = name.hasSuffix(".yaml") ? Synthesis.templateLimit : 5_120
            #expect(text.utf8.count <= limit, "\(name): \(text.utf8.count)")
        }
    }

    @Test("the exception tag of the playbook is the one that roles and policies guard")
    func exceptionTag() throws {
        let text = try String(contentsOf: Deployed.root.appending(path: "Playbooks/default.yaml"), encoding: .utf8)
        let playbook = try Deployed.playbook(text.replacing("tag: SecurityException", with: "tag: KeepThis"))
        let files = try Deployed.files(playbook)
        for name in ["service-account.yaml", "scp-tags.json", "tag-policy.json", "security-account.yaml"] {
            let text = try #require(files[name])
            #expect(text.contains("KeepThis") && !text.contains("SecurityException"), "\(name)")
        }
    }

    @Test("where the tag alone exempts nothing, no role refuses on account of it")
    func strictExceptions() throws {
        let text = try String(contentsOf: Deployed.root.appending(path: "Playbooks/default.yaml"), encoding: .utf8)
        let terms = "tag: SecurityException\n  mode: strict\n  records: journal"
        let strict = try Deployed.playbook(text.replacing("tag: SecurityException", with: terms))
        let (presence, files) = (try Deployed.files(try Deployed.standard()), try Deployed.files(strict))
        let name = "service-account.yaml"
        #expect(try #require(presence[name]).contains("aws:ResourceTag/SecurityException"))
        #expect(try #require(files[name]).contains("aws:ResourceTag/quell:protect"))
        #expect(try !#require(files[name]).contains("aws:ResourceTag/SecurityException"))
        #expect(files["scp-tags.json"] == presence["scp-tags.json"], "the tag stays guarded against strangers")
    }

    @Test("a runbook has a role of its own, with what AWS documents for it")
    func runbooks() throws {
        let text = try #require(try Deployed.files(try Deployed.standard())["service-account.yaml"])
        #expect(text.contains("RoleName: Quell-Automation-AWS-EnableS3BucketEncryption\n"))
        #expect(text.contains("RoleName: Quell-Automation-AWS-DisableS3BucketPublicReadWrite\n"))
        #expect(text.contains("s3:PutBucketPublicAccessBlock"))
    }

    @Test("accounts are prepared for the runbooks that Quell knows, or for those that the topology names")
    func preparedRunbooks() throws {
        func roles(_ topology: Topology) throws -> [String] {
            let text = try #require(try Deployed.files(try Deployed.standard(), topology)["service-account.yaml"])
            return text.split(separator: "\n").compactMap { line in
                line.firstRange(of: "RoleName: Quell-Automation-").map { String(line[$0.upperBound...]) }
            }
        }
        let own = ["AWS-DisableS3BucketPublicReadWrite", "AWS-EnableS3BucketEncryption"]
        #expect(try roles(Topology()) == own + ["AWS-StopEC2Instance", "AWS-TerminateEC2Instance"])
        #expect(try roles(Topology(prepared: [])) == own)
        #expect(try roles(Topology(prepared: ["AWS-StopEC2Instance"])) == own + ["AWS-StopEC2Instance"])
        #expect(throws: SynthesisMistake.self) { try roles(Topology(prepared: ["My-Runbook"])) }
    }

    @Test("queues take the events of the playbook's rules by name; more rules than fit, by how they begin")
    func queues() throws {
        func sources(_ count: Int) throws -> [String] {
            let rules = (1...count).map { number in
                "  - { name: r\(number), when: { source: [aws.config] }, respond: [notify] }"
            }
            let playbook = try Deployed.playbook("quell: 1\nrules:\n" + rules.joined(separator: "\n"))
            let text = try #require(try Deployed.files(playbook)["security-account.yaml"])
            return text.split(separator: "\n").filter { $0.contains(":rule/quell-") && !$0.contains("forward") }
                .map { $0.split(separator: "/").dropFirst().joined(separator: "/").prefix { $0 != "\"" } }.map(
                    String.init)
        }
        let both = ["quell-findings/quell-r1", "quell-findings/quell-r2"]
        #expect(
            try sources(2) == both + ["quell-tend", "quell-sweep"] + both, "inbox, with its schedules, and dead letters"
        )
        #expect(Set(try sources(51)) == ["quell-*"])
    }

    @Test("the resource control policy covers the roles of the service of every action")
    func families() throws {
        let text = try #require(try Deployed.files(try Deployed.standard())["rcp-trust.json"])
        let services = ActionRegistry.all.compactMap { action -> String? in
            let parts = action.manifest.id.split(separator: ".")
            return parts.count > 1 ? String(parts[0]) : nil
        }
        #expect(services.count > 4)
        for service in Set(services) { #expect(text.contains("Security-IR-Role-\(service).*"), "\(service)") }
    }

    @Test("a runbook that changes instances is kept from exempt and protected ones, whoever states its permissions")
    func runbookGuards() throws {
        let rule = Deployed.rule("a", "{ssm.start-automation: {document: My-Runbook, assume-role: quell/Mine}}")
        func role(_ actions: [String]) throws -> String {
            let runbook = Topology.Runbook(actions: actions, resources: ["*"])
            let topology = Topology(runbooks: ["My-Runbook": runbook], prepared: [])
            let text = try #require(
                try Deployed.files(try Deployed.playbook(rule), topology)["service-account.yaml"])
            let start = try #require(text.firstRange(of: "\n  MineRole:"))
            let rest = text[start.upperBound...]
            return String(rest[..<(rest.firstRange(of: "\n  Detector:")?.lowerBound ?? rest.endIndex)])
        }
        let guards = ["aws:ResourceTag/SecurityException: \"true\"", "aws:ResourceTag/quell:protect: \"true\""]
        let instances = try role(["ec2:DescribeInstances", "ec2:RebootInstances"])
        for each in guards { #expect(instances.contains(each)) }
        #expect(instances.contains("Action: ec2:DescribeInstances"))
        #expect(instances.contains("Action: ec2:RebootInstances"))
        // IAM sees no tags of buckets.
        let buckets = try role(["s3:PutBucketAcl"])
        for each in guards { #expect(!buckets.contains(each)) }
    }

    @Test("every response role takes the boundary that is given", arguments: ["security", "service"])
    func boundaries(stack: String) throws {
        let text = try #require(try Deployed.files(try Deployed.standard())["\(stack)-account.yaml"])
        let roles = text.matches(of: /RoleName: !Sub "\$\{ResponseRoleName\}/).count
        let bounded = text.matches(of: /Fn::If: \[HasBoundary, !Ref PermissionsBoundary, !Ref AWS::NoValue\]/).count
        #expect(roles > 2 && roles == bounded)
    }

    @Test("what cannot be deployed is refused with what to do")
    func mistakes() throws {
        let unknown = Deployed.rule(
            "a", "{ssm.start-automation: {document: My-Runbook, assume-role: quell/Mine}}")
        #expect(try Deployed.mistake(unknown).contains("My-Runbook"))
        let known = Topology(runbooks: [
            "My-Runbook": Topology.Runbook(actions: ["ec2:StopInstances"], resources: ["*"])
        ])
        #expect(try Deployed.mistake(unknown, known) == "no mistake")
        #expect(
            try Deployed.mistake(Deployed.rule("a", "{ssm.start-automation: {document: AWS-StopEC2Instance}}"))
                .contains("assume-role"))
        let long = String(repeating: "a", count: 60)
        #expect(try Deployed.mistake(Deployed.rule(long, "notify")).contains("shorter name"))
    }

    @Test("parameters come from the topology, and only those it tells")
    func parameters() throws {
        let topology = Topology(
            organization: "o-exampleorgid", securityAccount: "999999999999", homeRegion: "eu-central-1",
            regions: ["eu-central-1"], artifactBucket: "artifacts")
        let files = try Deployed.files(try Deployed.standard(), topology)
        let json = try JSONValue(parsing: try #require(files["parameters.json"]))
        let names = json["service-account"]?.array?.compactMap { $0["ParameterKey"]?.string }
        #expect(
            names == [
                "SecurityAccountId", "OrganizationId", "HomeRegion", "ResponseRoleName", "ArtifactBucket",
                "ArtifactPrefix",
            ])
        #expect(files["rcp-trust.json"]?.contains("arn:aws:iam::999999999999:role/quell/Quell-Engine-Act") ?? false)
    }
}
