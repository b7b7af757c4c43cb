import ActionKit
import Playbook

/// The runbooks that service accounts let the engine start, and the role that each acts with.
///
/// They are those of the playbook, and those that the topology prepares, so that a playbook that begins to run one of
/// these changes the security stack only.
struct AllowedRunbooks {
    /// Id of the action that starts them.
    static let action = "ssm.start-automation"

    /// Documents, sorted, by the name of the role they act with.
    let byRole: [(role: String, documents: [String])]

    var documents: [String] { Set(byRole.flatMap(\.documents)).sorted() }

    /// The name with its path of what may be given as an ARN.
    private static func name(_ text: String) -> String {
        guard text.hasPrefix("arn:"), let slash = text.firstIndex(of: "/") else { return text }
        return String(text[text.index(after: slash)...])
    }

    init(_ playbook: Playbook, _ topology: Topology) throws(SynthesisMistake) {
        var roles: [String: Set<String>] = [:]
        for document in topology.prepared ?? Set(Runbooks.known.keys) {
            roles["\(Names.path.dropFirst())\(Names.automationRole)\(document)", default: []].insert(document)
        }
        for rule in playbook.rules {
            for response in rule.respond where response.action == Self.action {
                let document = response.options.text("document")
                let role = response.options.text("assume-role")
                guard !role.isEmpty else {
                    throw SynthesisMistake(
                        "Rule \(rule.name) runs \(document) without assume-role, so that it would act with the "
                            + "permissions of the role that starts it, which has none of the runbook's. Name a role, "
                            + "such as assume-role: quell/\(Names.automationRole)\(document)")
                }
                roles[Self.name(role), default: []].insert(Self.name(document))
            }
        }
        byRole = roles.sorted { $0.key < $1.key }.map { ($0.key, $0.value.sorted()) }
    }
}

/// Permissions of runbooks, as the AWS Systems Manager Automation Runbook Reference gives them (November 2026).
enum Runbooks {
    static let known: [String: Topology.Runbook] = [
        "AWS-EnableS3BucketEncryption": Topology.Runbook(
            actions: ["s3:GetEncryptionConfiguration", "s3:PutEncryptionConfiguration"],
            resources: ["arn:${AWS::Partition}:s3:::*"]),
        "AWS-DisableS3BucketPublicReadWrite": Topology.Runbook(
            actions: ["s3:GetBucketPublicAccessBlock", "s3:PutBucketPublicAccessBlock"],
            resources: ["arn:${AWS::Partition}:s3:::*"]),
        "AWS-TerminateEC2Instance": Topology.Runbook(
            actions: ["ec2:DescribeInstanceStatus", "ec2:DescribeInstances", "ec2:TerminateInstances"],
            resources: [instances]),
        "AWS-StopEC2Instance": Topology.Runbook(
            actions: ["ec2:DescribeInstanceStatus", "ec2:DescribeInstances", "ec2:StopInstances"],
            resources: [instances]),
    ]

    private static let instances = "arn:${AWS::Partition}:ec2:*:${AWS::AccountId}:instance/*"
}
