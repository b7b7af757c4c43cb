package import AWSClient
package import ActionKit
import Findings
import JSON

/// Protects an EC2 instance from termination, so that evidence is not lost by mistake.
package struct ProtectInstance: Action {
    package static let manifest = Manifest(
        id: "ec2.protect-instance", summary: "Protects an EC2 instance from termination.", phase: .contain,
        harm: .medium, reads: [EC2.describeInstanceAttribute], writes: [EC2.modifyInstanceAttribute],
        undos: [EC2.modifyInstanceAttribute],
        grants: [Grant("Protect", ["ec2:ModifyInstanceAttribute"], on: instances)]
            + Grant.guards(["ec2:ModifyInstanceAttribute"], on: instances),
        undoGrants: [Grant("Unprotect", ["ec2:ModifyInstanceAttribute"], on: instances)])

    private static let instances = ["arn:{partition}:ec2:*:{account}:instance/*"]

    package init(_ options: Options) throws(Options.Mistake) {}

    package func decide(_ situation: Situation) async throws(AWSError) -> Decision {
        let finding = situation.finding
        guard case .ec2Instance(let id) = finding.resource.kind else {
            return .leaveAlone(.notApplicable, "\(finding.resource) is not an EC2 instance.")
        }
        let name = JSONValue.string(id.description)
        let arn = "arn:\(finding.partition):ec2:\(finding.region):\(finding.account):instance/\(id)"
        let read = situation.call(
            EC2.describeInstanceAttribute, ["InstanceId": name, "Attribute": "disableApiTermination"])
        let isProtected: JSONQuery = "DisableApiTermination.Value"
        guard isProtected(try await situation.reader.read(read)) != true else {
            return .leaveAlone(.alreadyContained, "Instance \(id) is protected from termination already.")
        }
        func set(_ value: JSONValue) -> Call {
            situation.call(
                EC2.modifyInstanceAttribute, ["InstanceId": name, "DisableApiTermination": ["Value": value]],
                on: [arn])
        }
        let step = Step(
            "protect", "Protect \(id) from termination.", call: set(true),
            effect: Effect(read, select: isProtected, before: false, after: true), undo: .call(set(false)))
        return .plan(Plan(action: Self.manifest.id, resource: arn, steps: [step]))
    }
}
