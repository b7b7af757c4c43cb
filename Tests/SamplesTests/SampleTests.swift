import Findings
import JSON
import PlaybookText
import Samples
import Testing

struct SampleTests {
    static let types = Sample.findingTypes

    private static func finding(_ sample: Sample) throws -> Finding {
        guard case .finding(let finding, _) = Intake(sample.bytes) else {
            throw Unread(why: "\(Intake(sample.bytes))")
        }
        return finding
    }

    private struct Unread: Error { let why: String }

    @Test("covers every type of the catalogue, which has 231 of them")
    func catalogue() { #expect(Self.types.count == 231) }

    @Test("every finding type is read back with its type, account, Region and severity", arguments: types)
    func readsBack(_ type: String) throws {
        var order = SampleOrder(type)
        order.account = "444455556666"
        order.region = "us-west-2"
        order.seed = 7
        let finding = try Self.finding(Sample(order))
        #expect(finding.type == type)
        #expect(finding.account.description == "444455556666")
        #expect(finding.region.description == "us-west-2")
        #expect(finding.envelopeAccount.description == SampleOrder.standardAdministrator)
        #expect(finding.severity.map { (1...10).contains($0) } == true)
        #expect(!finding.isSample && !finding.isArchived)
        #expect(finding.updatedAt == "2026-03-01T10:00:00.000Z")
    }

    @Test("the same order gives the same bytes, and another seed others", arguments: types)
    func isSeeded(_ type: String) throws {
        var order = SampleOrder(type)
        let first = try Sample(order)
        #expect(try Sample(order).bytes == first.bytes)
        order.seed = 1
        #expect(try Sample(order).bytes != first.bytes)
        #expect(try Self.finding(Sample(order)).id != Self.finding(first).id)
    }

    @Test("Security Hub's forms name the same finding under Security Hub's name for the type", arguments: types)
    func hubForms(_ type: String) throws {
        let order = SampleOrder(type)
        let native = try Self.finding(Sample(order))
        let asff = try #require(Sample(order, as: .asff).event["detail"]?["findings"]?.array?.first)
        #expect(asff["Id"]?.string == native.arn)
        #expect(asff["AwsAccountId"]?.string == native.account.description)
        #expect(HubTypeName.isName(of: type, among: asff["Types"]?.strings ?? []))
        let ocsf = try #require(Sample(order, as: .ocsf).event["detail"]?["findings"]?.array?.first)
        #expect(ocsf["finding_info"]?["uid"]?.string == native.arn)
        #expect(ocsf["cloud"]?["account"]?["uid"]?.string == native.account.description)
        #expect(ocsf["class_uid"] == 2_004)
    }

    @Test(
        "the resource is the one that was asked for",
        arguments: [
            ("Trojan:EC2/DropPoint", "i-00000000000000abc", "EC2 instance i-00000000000000abc"),
            ("Backdoor:Runtime/C&CActivity.B", "i-00000000000000abc", "EC2 instance i-00000000000000abc"),
            ("UnauthorizedAccess:IAMUser/TorIPCaller", "anna", "IAM user anna"),
            ("UnauthorizedAccess:IAMUser/TorIPCaller", "role/web", "IAM role web"),
            ("Policy:IAMUser/RootCredentialUsage", "root", "root user root of 111122223333"),
            ("Exfiltration:S3/MaliciousIPCaller", "my-bucket", "S3 bucket my-bucket"),
            ("Object:S3/MaliciousFile", "my-bucket", "S3 bucket my-bucket"),
            ("Discovery:RDS/TorIPCaller", "orders", "RDS instance orders"),
            ("Impact:Kubernetes/TorIPCaller", "prod", "EKS cluster prod"),
            ("Execution:ECS/MaliciousFile", "shop", "ECS cluster shop"),
            ("Trojan:Lambda/DropPoint", "export", "Lambda function export"),
        ])
    func resource(_ type: String, _ wanted: String, _ words: String) throws {
        var order = SampleOrder(type)
        order.resource = wanted
        #expect(try Self.finding(Sample(order)).resource.description == words)
    }

    @Test("refuses a resource that the type cannot be about, and says why")
    func refusesResource() {
        var order = SampleOrder("Trojan:EC2/DropPoint")
        order.resource = "my-bucket"
        let error = #expect(throws: SampleError.self) { try Sample(order) }
        #expect(error?.description.contains("instanceId must be i- and 8 to 17 hexadecimal digits") == true)
    }

    @Test("refuses what is no type, and names the one that was meant")
    func refusesType() {
        let error = #expect(throws: SampleError.self) { try Sample(SampleOrder("Trojan:EC2/DropPiont")) }
        #expect(error?.description.contains("Did you mean \"Trojan:EC2/DropPoint\"?") == true)
    }

    @Test("tells the tags where GuardDuty does, and says where it does not")
    func tags() throws {
        var order = SampleOrder("Trojan:EC2/DropPoint")
        order.tags = ["env": "prod", "SecurityException": "yes"]
        let instance = try Sample(order)
        #expect(instance.tellsTags)
        let tags = instance.event["detail"]?["resource"]?["instanceDetails"]?["tags"]
        #expect(tags == [["key": "SecurityException", "value": "yes"], ["key": "env", "value": "prod"]])
        order.type = "UnauthorizedAccess:IAMUser/TorIPCaller"
        #expect(try !Sample(order).tellsTags)
    }

    @Test("every Config rule that is known is read back with its resource", arguments: Sample.configRules)
    func config(_ rule: String) throws {
        let finding = try Self.finding(Sample(SampleOrder(rule)))
        #expect(finding.type == rule)
        #expect(finding.compliance == .nonCompliant)
        #expect(finding.envelopeAccount == finding.account)
        let asff = try Sample(SampleOrder(rule), as: .asff).event["detail"]?["findings"]?.array?.first
        #expect(asff?["Compliance"]?["Status"] == "FAILED")
    }

    @Test("makes events of Config rules that are not known, when told what they are about")
    func otherConfig() throws {
        var order = SampleOrder("config:our-own-rule")
        #expect(throws: SampleError.self) { try Sample(order) }
        order.resourceType = "AWS::S3::Bucket"
        order.resource = "my-bucket"
        #expect(try Self.finding(Sample(order)).resource.description == "S3 bucket my-bucket")
    }

    @Test("a custom action of Security Hub is an order that Quell reads")
    func customAction() throws {
        var order = SampleOrder("hub:Isolate EC2")
        order.resource = "i-00000000000000abc"
        guard case .hubAction(let action, _) = Intake(try Sample(order).bytes) else {
            Issue.record("It is not read as an order.")
            return
        }
        #expect(action.name == "Isolate EC2")
        #expect(action.claimed.resource.id == "i-00000000000000abc")
        #expect(HubTypeName.isName(of: SampleOrder.standardFinding, among: action.types))
        order.finding = "Trojan:Lambda/DropPoint"
        #expect(throws: SampleError.self) { try Sample(order) }
    }
}
