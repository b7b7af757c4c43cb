import Findings
import JSON
import Testing

@Suite struct IntakeTests {
    private func finding(_ event: JSONValue) throws -> Finding {
        let read = Intake(Array(event.description.utf8))
        guard case .finding(let finding, let envelope) = read else {
            Issue.record("not a finding: \(read)")
            throw Unexpected()
        }
        #expect(envelope.whole == event)
        return finding
    }

    private struct Unexpected: Error {}

    private func rejection(_ event: JSONValue) -> Rejection? {
        if case .rejected(let rejection) = Intake(event) { rejection } else { nil }
    }

    @Test("reads a GuardDuty finding in the account of the resource, not of the envelope")
    func guardDuty() throws {
        let found = try finding(
            SampleEvents.guardDuty(
                "Trojan:EC2/DropPoint", SampleEvents.instance, service: ["resourceRole": "TARGET", "archived": true]))
        #expect(found.source == .guardDuty && found.id == SampleEvents.finding && found.arn == SampleEvents.arn)
        #expect(
            found.account.description == SampleEvents.account && found.envelopeAccount.description == "999988887777")
        #expect(found.region.description == "eu-west-1" && found.partition.description == "aws")
        #expect(found.detectorID?.description == SampleEvents.detector)
        #expect(found.severity == 8 && found.role == .target && found.isArchived && !found.isSample)
        #expect(found.updatedAt == "2026-03-01T09:59:00.000Z" && found.compliance == nil)
        #expect(found.resource.description == "EC2 instance i-0123456789abcdef0")
        #expect(found.resource.arn == "arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef0")
    }

    @Test("reads a Config compliance change")
    func config() throws {
        let found = try finding(SampleEvents.config("AWS::EC2::SecurityGroup", "sg-0123456789abcdef0"))
        #expect(found.source == .config && found.id == "SOME_RULE/AWS::EC2::SecurityGroup/sg-0123456789abcdef0")
        #expect(found.type == "SOME_RULE" && found.compliance == .nonCompliant && found.severity == nil)
        #expect(found.account.description == SampleEvents.account && found.description == "Open to the world.")
        #expect(found.resource.arn == "arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0123456789abcdef0")
        #expect(try finding(SampleEvents.config("AWS::S3::Bucket", "logs", compliance: nil)).compliance == nil)
    }

    @Test(
        "the role is GuardDuty's word, or what the type always means",
        arguments: [
            ("Trojan:EC2/X", nil, Finding.Role.actor), ("Trojan:EC2/X", "TARGET", .target),
            ("Recon:EC2/X", "ACTOR", .actor),
            ("Recon:EC2/PortProbeUnprotectedPort", nil, .target), ("Discovery:S3/X", nil, .unknown),
            ("Recon:EC2/X", "else", .unknown),
        ])
    func roles(_ type: String, _ word: String?, _ role: Finding.Role) throws {
        let service: JSONValue = word.map { ["resourceRole": .string($0)] } ?? [:]
        #expect(try finding(SampleEvents.guardDuty(type, SampleEvents.instance, service: service)).role == role)
    }

    @Test(
        "knows a sample by its title or its additional information",
        arguments: [
            (["additionalInfo": ["sample": true]], true), (["additionalInfo": ["sample": false]], false),
            (["additionalInfo": ["value": #"{"sample":true}"#]], true),
            (["additionalInfo": ["value": "free text"]], false),
            (["additionalInfo": ["value": #"{"sample":1}"#]], false), ([:], false),
        ] as [(JSONValue, Bool)])
    func samples(_ service: JSONValue, _ isSample: Bool) throws {
        let event = SampleEvents.guardDuty("Trojan:EC2/X", SampleEvents.instance, service: service)
        #expect(try finding(event).isSample == isSample)
        let titled = SampleEvents.replacing(["detail", "title"], in: event, by: "[SAMPLE] An instance")
        #expect(try finding(titled).isSample)
    }

    @Test("tells events it does not know from malformed ones")
    func unsupported() {
        let event = SampleEvents.envelope("aws.ec2", "EC2 Instance State-change Notification", ["state": "running"])
        guard case .unsupported(let envelope, let why) = Intake(event) else {
            Issue.record("not unsupported")
            return
        }
        #expect(envelope.source == "aws.ec2" && why.contains("EC2 Instance State-change Notification"))
        let other = SampleEvents.replacing(
            ["detail", "messageType"], in: SampleEvents.config("AWS::S3::Bucket", "logs"), by: "Other")
        if case .unsupported = Intake(other) {} else { Issue.record("not unsupported") }
        let forged = SampleEvents.replacing(
            ["source"], in: SampleEvents.guardDuty("X:EC2/Y", SampleEvents.instance), by: "my.app")
        if case .unsupported = Intake(forged) {} else { Issue.record("not unsupported") }
    }

    @Test("finds values for JSON paths")
    func paths() throws {
        guard case .finding(_, let envelope) = Intake(SampleEvents.config("AWS::S3::Bucket", "logs")) else {
            Issue.record("not a finding")
            return
        }
        #expect(try envelope.value(at: "$.detail.resourceId") == "logs")
        #expect(try envelope.value(at: "$.detail.none") == nil)
        #expect(throws: JSONError.self) { try envelope.value(at: "detail") }
    }

    @Test("rejects what is not an event", arguments: ["", "{", "[]", "{} x", "null", "\u{1}"])
    func notEvents(_ text: String) {
        guard case .rejected(let rejection) = Intake(Array(text.utf8)) else {
            Issue.record("not rejected")
            return
        }
        #expect(rejection.field == "$")
    }

    @Test(
        "rejects a GuardDuty finding that is malformed or contradicts itself, and names the field",
        arguments: [
            (["account"], "1", "$.account"), (["region"], "mars", "$.region"), (["id"], nil, "$.id"),
            (["detail"], "text", "$.detail"), (["detail", "accountId"], nil, "$.detail.accountId"),
            (["resources"], [1], "$.resources"), (["detail", "accountId"], "444455556666", "$.detail.arn"),
            (["detail", "region"], "us-east-1", "$.detail.arn"), (["detail", "id"], "0", "$.detail.arn"),
            (["detail", "id"], "a/b", "$.detail.id"), (["detail", "arn"], "arn:aws:s3:::x", "$.detail.arn"),
            (["detail", "partition"], "aws-cn", "$.detail.partition"), (["detail", "type"], 5, "$.detail.type"),
            (["detail", "severity"], "high", "$.detail.severity"), (["detail", "resource"], nil, "$.detail.resource"),
            (["detail", "service", "detectorId"], "other", "$.detail.service.detectorId"),
            (["detail", "service", "archived"], "yes", "$.detail.service.archived"),
            (["detail", "resource", "resourceType"], "A B", "$.detail.resource.resourceType"),
            (
                ["detail", "resource", "instanceDetails", "instanceId"], "i-1; rm -rf /",
                "$.detail.resource.instanceDetails.instanceId"
            ),
            (["detail", "resource", "instanceDetails"], nil, "$.detail.resource.instanceDetails.instanceId"),
        ] as [([String], JSONValue?, String)])
    func rejectsGuardDuty(_ path: [String], _ value: JSONValue?, _ field: String) {
        let event = SampleEvents.guardDuty("Trojan:EC2/X", SampleEvents.instance)
        let rejection = rejection(SampleEvents.replacing(path, in: event, by: value))
        #expect(rejection?.field == field)
        #expect(rejection?.reason.hasPrefix(field) == true)
    }

    @Test(
        "rejects a Config change that is malformed or contradicts itself",
        arguments: [
            (["awsAccountId"], "444455556666", "$.detail.configRuleARN"), (["awsRegion"], nil, "$.detail.awsRegion"),
            (["configRuleName"], "a\nb", "$.detail.configRuleName"), (["resourceId"], "NO", "$.detail.resourceId"),
            (["configRuleARN"], "arn:aws:s3:::x", "$.detail.configRuleARN"),
            (["resourceType"], nil, "$.detail.resourceType"),
            (["newEvaluationResult", "complianceType"], "FINE", "$.detail.newEvaluationResult.complianceType"),
        ] as [([String], JSONValue?, String)])
    func rejectsConfig(_ path: [String], _ value: JSONValue?, _ field: String) {
        let event = SampleEvents.config("AWS::S3::Bucket", "logs")
        #expect(rejection(SampleEvents.replacing(["detail"] + path, in: event, by: value))?.field == field)
    }
}
