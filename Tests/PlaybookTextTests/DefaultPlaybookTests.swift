import ActionKit
import Actions
import EventPattern
import Foundation
import Playbook
import PlaybookText
import Testing

/// The playbook that ships, read from the folder of the package.
enum DefaultPlaybook {
    static func text() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "Playbooks/default.yaml"), encoding: .utf8)
    }

    /// Read with the actions of this build.
    static func read() throws -> Playbook {
        try Playbook.read(text(), file: "default.yaml", actions: ActionRegistry.all)
    }
}

@Suite struct DefaultPlaybookTests {
    static let instanceTypes = [
        "Backdoor:EC2/Spambot",
        "Backdoor:EC2/C&CActivity.B!DNS",
        "Backdoor:EC2/DenialOfService.Tcp",
        "Backdoor:EC2/DenialOfService.Udp",
        "Backdoor:EC2/DenialOfService.Dns",
        "Backdoor:EC2/DenialOfService.UdpOnTcpPorts",
        "Backdoor:EC2/DenialOfService.UnusualProtocol",
        "Trojan:EC2/BlackholeTraffic",
        "Trojan:EC2/BlackholeTraffic!DNS",
        "Trojan:EC2/DropPoint",
        "Trojan:EC2/DropPoint!DNS",
        "Trojan:EC2/DriveBySourceTraffic!DNS",
        "Trojan:EC2/DGADomainRequest.B",
        "Trojan:EC2/DGADomainRequest.C!DNS",
        "Trojan:EC2/DNSDataExfiltration",
        "Trojan:EC2/PhishingDomainRequest!DNS",
        "Backdoor:EC2/C&CActivity.B",
    ]

    static let principalTypes = [
        "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration",
        "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS",
        "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS",
        "UnauthorizedAccess:IAMUser/TorIPCaller",
        "UnauthorizedAccess:IAMUser/MaliciousIPCaller",
        "UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom",
        "UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B",
    ]

    static let configRules = [
        ("S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED", "encrypt-bucket"),
        ("S3_BUCKET_PUBLIC_READ_PROHIBITED", "close-public-read-bucket"),
        ("S3_BUCKET_PUBLIC_WRITE_PROHIBITED", "close-public-write-bucket"),
        ("SECURITY_GROUP_OPEN_PROHIBITED", "confine-open-security-group"),
        ("ENCRYPTED_VOLUMES", "report-unencrypted-volume"),
        ("RDS_STORAGE_ENCRYPTED", "report-unencrypted-database"),
    ]

    @Test("the default playbook is read without a warning, and every rule tells people")
    func reads() throws {
        let playbook = try DefaultPlaybook.read()
        #expect(playbook.warnings.isEmpty)
        #expect(playbook.rules.count == 11)
        #expect(playbook.rules.allSatisfy { $0.respond.last?.action == "notify" })
    }

    @Test("what an action itself refuses is told at the option")
    func refusesOptions() {
        let text = StandIns.rule(respond: "[{ec2.confine-security-group: {safe-ipv4: everywhere}}]")
        do {
            _ = try Playbook.read(text, file: "p.yaml", actions: ActionRegistry.all)
            Issue.record("it was read")
        } catch {
            #expect(error.errors.map { [$0.position.line, $0.position.column] } == [[5, 45]])
        }
    }

    @Test("every finding of a compromised instance isolates it, and nothing else", arguments: instanceTypes)
    func instances(type: String) throws {
        #expect(
            try responses(SampleEvent.guardDuty(type)) == [
                "ec2.isolate-instance", "guardduty.archive-finding", "notify",
            ])
        #expect(try rules(SampleEvent.guardDuty(type)) == ["contain-compromised-instance"])
    }

    @Test("every finding of a compromised principal blocks it, and nothing else", arguments: principalTypes)
    func principals(type: String) throws {
        #expect(
            try responses(SampleEvent.guardDuty(type)) == [
                "iam.block-principal", "guardduty.archive-finding", "notify",
            ])
        #expect(try rules(SampleEvent.guardDuty(type)) == ["block-compromised-principal"])
    }

    @Test("every Config rule has its own response", arguments: configRules)
    func config(configRule: String, rule: String) throws {
        #expect(try rules(SampleEvent.config(configRule)) == [rule])
    }

    @Test(
        "every custom action of Security Hub has its own response",
        arguments: [
            ("Isolate EC2", "isolate-from-security-hub"), ("Block IAM Principal", "block-from-security-hub"),
            ("Send SNS", "send-from-security-hub"),
        ])
    func orders(action: String, rule: String) throws {
        #expect(try rules(SampleEvent.order(action)) == [rule])
        #expect(try responses(SampleEvent.order(action)).suffix(2) == ["securityhub.update-finding", "notify"])
    }

    @Test(
        "nothing else sets off a rule",
        arguments: [
            SampleEvent.guardDuty("Recon:EC2/PortProbeUnprotectedPort"),
            SampleEvent.guardDuty("Backdoor:Lambda/C&CActivity.B"),
            SampleEvent.guardDuty("Trojan:EC2/DropPoint", source: "custom.guardduty"),
            SampleEvent.config("ENCRYPTED_VOLUMES", compliance: "COMPLIANT"), SampleEvent.config("ENCRYPTED_VOLUMES_2"),
            SampleEvent.config("ENCRYPTED_VOLUMES", message: "OversizedConfigurationItemChangeNotification"), "{}",
            SampleEvent.order("Isolate everything"), SampleEvent.order("Isolate EC2", source: "my.securityhub"),
        ])
    func others(event: String) throws {
        #expect(try rules(event).isEmpty)
    }

    private func matching(_ event: String) throws -> [Rule] {
        let playbook = try DefaultPlaybook.read()
        let event = try Event(event)
        return playbook.rules.filter { $0.when.matches(event) }
    }

    private func rules(_ event: String) throws -> [String] { try matching(event).map(\.name) }
    private func responses(_ event: String) throws -> [String] {
        try matching(event).flatMap { $0.respond.map(\.action) }
    }
}

/// Events as far as the default playbook looks at them.
private enum SampleEvent {
    static func guardDuty(_ type: String, source: String = "aws.guardduty") -> String {
        #"{"source": "\#(source)", "detail-type": "GuardDuty Finding", "detail": {"type": "\#(type)"}}"#
    }

    static func order(_ action: String, source: String = "aws.securityhub") -> String {
        """
        {"source": "\(source)", "detail-type": "Security Hub Findings - Custom Action",
        "detail": {"actionName": "\(action)"}}
        """
    }

    static func config(
        _ rule: String, compliance: String = "NON_COMPLIANT", message: String = "ComplianceChangeNotification"
    ) -> String {
        """
        {"source": "aws.config", "detail-type": "Config Rules Compliance Change", "detail": {
        "messageType": "\(message)",
        "configRuleName": "\(rule)", "newEvaluationResult": {"complianceType": "\(compliance)"}}}
        """
    }
}
