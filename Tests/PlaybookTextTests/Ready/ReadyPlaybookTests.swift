import Actions
import EventPattern
import Playbook
@testable import PlaybookText
import Testing

@Suite struct ReadyPlaybookTests {
    private static let linter = PlaybookLinter(actions: ActionRegistry.all)

    @Test("the program carries the playbooks as they stand in their files", arguments: ReadyPlaybook.allCases)
    func carried(_ playbook: ReadyPlaybook) throws {
        let source = ReadySource(playbook, try PackageFolder.text(playbook.path))
        let committed = try PackageFolder.committed(source.path, generated: source.text)
        #expect(committed == source.text, "\(source.path) is stale. Run: make pages")
    }

    @Test(
        "a ready playbook has nothing that quell check would speak of, and names its schema",
        arguments: ReadyPlaybook.allCases)
    func clean(_ playbook: ReadyPlaybook) {
        let report = Self.linter.check(playbook.text, file: playbook.path)
        #expect(report.findings.map(\.description) == [])
        #expect(report.playbook != nil)
        #expect(playbook.text.hasPrefix("# yaml-language-server: $schema=../\(PlaybookSchema.path)\n"))
    }

    @Test("with somebody's answers it is a playbook that holds them", arguments: ReadyPlaybook.allCases)
    func answers(_ playbook: ReadyPlaybook) throws {
        let topic = "arn:aws:sns:eu-west-1:111122223333:quell-alerts"
        let text = playbook.text(.init(topic: topic, tag: "Excused", protect: "arn:aws:iam::*:role/ops/*"))
        let read = try Playbook.read(text, file: "p.yaml", actions: ActionRegistry.all)
        #expect(read.topic == topic && read.exceptionTag == "Excused")
        #expect(read.guardrails.protect == ["arn:aws:iam::*:role/ops/*"])
        #expect(read.rules == (try Playbook.read(playbook.text, file: "p.yaml", actions: ActionRegistry.all)).rules)
        #expect(!text.contains("yaml-language-server") && text.hasSuffix("\n"))
        #expect(!playbook.text(.init(topic: nil, tag: "T", protect: "arn:aws:iam::*:*")).contains("notify:\n"))
    }

    @Test(
        "an answer cannot become anything else than a value",
        arguments: ["x\"\nrules: []", "a\\", "a: b", "\u{0}", "#", "a\u{7F}"])
    func quotes(_ answer: String) throws {
        for playbook in ReadyPlaybook.allCases {
            let text = playbook.text(.init(topic: nil, tag: "T", protect: "arn:aws:s3:::" + answer))
            let root = try #require(try YAMLDocument.read(SourceText(text, file: "p.yaml")))
            let protect = root.members.named("guardrails")?.value.members.named("protect")?.value.elements
            #expect(protect?.map(\.exactText) == ["arn:aws:s3:::" + answer])
        }
    }

    @Test("notify-only changes nothing")
    func notifyOnly() throws {
        let playbook = try Playbook.read(ReadyPlaybook.notifyOnly.text, file: "p.yaml", actions: ActionRegistry.all)
        #expect(playbook.rules.allSatisfy { $0.respond.map(\.action) == ["notify"] })
    }
}

/// What guardduty.yaml does about each current finding type.
@Suite struct GuardDutyPlaybookTests {
    private let rules: [Rule]

    init() throws {
        rules = try Playbook.read(ReadyPlaybook.guardDuty.text, file: "p.yaml", actions: ActionRegistry.all).rules
    }

    private func matching(_ type: String, resource: String = "Instance") throws -> [Rule] {
        let event = try Event(
            """
            {"source": "aws.guardduty", "detail-type": "GuardDuty Finding", "detail": {"type": "\(type)", "severity": 8,
            "resource": {"resourceType": "\(resource)"}}}
            """)
        return rules.filter { $0.when.matches(event) }
    }

    @Test("every current type is matched by exactly one rule", arguments: FindingTypes.all)
    func every(type: String) throws {
        for resource in ["Instance", "EKSCluster", "AccessKey"] {
            #expect(try matching(type, resource: resource).count == 1)
        }
    }

    @Test("a type that is newer than the list is told")
    func newer() throws {
        for type in [
            "Odd:Thing/Newest", "Backdoor:Kubernetes/X", "UnauthorizedAccess:IAMUser/Newest", "Policy:IAMUser/X",
        ] {
            #expect(try matching(type).map(\.name) == ["tell-of-the-rest"])
        }
    }

    @Test(
        "each family has the response of the design, with approval where that is asked for",
        arguments: [
            ("Backdoor:EC2/C&CActivity.B", "Instance", "ec2.isolate-instance", false),
            ("Trojan:EC2/DNSDataExfiltration", "Instance", "ec2.isolate-instance", false),
            ("CryptoCurrency:EC2/BitcoinTool.B!DNS", "Instance", "ec2.isolate-instance", false),
            ("Impact:EC2/PortSweep", "Instance", "ec2.isolate-instance", true),
            ("UnauthorizedAccess:EC2/TorClient", "Instance", "ec2.isolate-instance", true),
            ("UnauthorizedAccess:EC2/SSHBruteForce", "Instance", "ec2.isolate-instance", true),
            ("UnauthorizedAccess:EC2/MetadataDNSRebind", "Instance", "ec2.isolate-instance", true),
            ("DefenseEvasion:EC2/UnusualDoHActivity", "Instance", "ec2.isolate-instance", true),
            ("Recon:EC2/Portscan", "Instance", "ec2.isolate-instance", true),
            ("Execution:EC2/MaliciousFile", "Instance", "ec2.isolate-instance", true),
            ("Execution:Runtime/ReverseShell", "Instance", "ec2.isolate-instance", true),
            ("Execution:Runtime/ReverseShell", "EKSCluster", "notify", false),
            ("Execution:Runtime/NewBinaryExecuted", "Instance", "notify", false),
            ("CredentialAccess:IAMUser/CompromisedCredentials", "AccessKey", "iam.block-principal", false),
            (
                "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS", "AccessKey",
                "iam.block-principal", false
            ),
            (
                "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS", "AccessKey",
                "iam.block-principal", true
            ),
            ("Persistence:IAMUser/AnomalousBehavior", "AccessKey", "iam.block-principal", true),
            ("Recon:IAMUser/TorIPCaller", "AccessKey", "iam.block-principal", true),
            ("Impact:IAMUser/CostHarvesting", "AccessKey", "iam.block-principal", true),
            ("Policy:IAMUser/RootCredentialUsage", "AccessKey", "notify", false),
            ("Stealth:IAMUser/CloudTrailLoggingDisabled", "AccessKey", "notify", false),
            ("Policy:S3/BucketPublicAccessGranted", "S3Bucket", "ssm.start-automation", false),
            ("Policy:S3/AccountBlockPublicAccessDisabled", "AccessKey", "notify", false),
            ("Recon:EC2/PortProbeUnprotectedPort", "Instance", "notify", false),
            ("Execution:EC2/MaliciousFile!Snapshot", "EBSSnapshot", "notify", false),
            ("AttackSequence:IAM/CompromisedCredentials", "AttackSequence", "notify", false),
        ])
    func families(type: String, resource: String, action: String, isAsked: Bool) throws {
        let rule = try #require(try matching(type, resource: resource).first)
        #expect(rule.respond.first?.action == action)
        #expect((rule.approval != nil) == isAsked)
        #expect(rule.respond.last?.action == "notify")
    }
}
