import ActionKit
import Playbook

/// What keeps a playbook and a topology from being deployed.
package struct SynthesisMistake: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, where, and what to do.
    package let description: String

    init(_ description: String) { self.description = description }
}

extension ServiceTemplate {
    /// P1.4: one role for each runbook of the playbook, with only what AWS documents for that runbook.
    func runbookRoles(_ template: inout Template) throws(SynthesisMistake) {
        for (role, documents) in try runbooksByRole() {
            var actions: Set<String> = []
            var resources: Set<String> = []
            for document in documents {
                guard let runbook = topology.runbooks[document] ?? Runbooks.known[document] else {
                    throw SynthesisMistake(
                        "Quell does not know which permissions the runbook \(document) needs. State them in the "
                            + "topology: runbooks: { \(document): { actions: [...], resources: [...] } }.")
                }
                actions.formUnion(runbook.actions)
                resources.formUnion(runbook.resources)
            }
            let parts = role.split(separator: "/").map(String.init)
            let name = parts.last ?? role
            let path = parts.count > 1 ? "/" + parts.dropLast().joined(separator: "/") + "/" : "/"
            template.add(
                ResponseRoles.logicalID(name) + "Role", "AWS::IAM::Role", condition: Self.isHome,
                [
                    "RoleName": .text(name), "Path": .text(path),
                    "Description": .text("SSM Automation acts with it in \(documents.joined(separator: ", "))."),
                    "AssumeRolePolicyDocument": .policy(
                        .trust(
                            "ssm.amazonaws.com",
                            from: "arn:${AWS::Partition}:ssm:*:${AWS::AccountId}:automation-execution/*")),
                    "Policies": [
                        [
                            "PolicyName": "runbook",
                            "PolicyDocument": .policy(
                                Statement(
                                    id: "Runbook", actions: actions.sorted(),
                                    resources: resources.sorted().map(CloudNode.sub))),
                        ]
                    ],
                ])
        }
    }

    private func runbooksByRole() throws(SynthesisMistake) -> [(role: String, documents: [String])] {
        var roles: [String: Set<String>] = [:]
        for rule in playbook.rules {
            for response in rule.respond where response.action == "ssm.start-automation" {
                let document = response.options.text("document")
                let role = response.options.text("assume-role")
                guard !role.hasPrefix("arn:") else { continue }
                guard !role.isEmpty else {
                    throw SynthesisMistake(
                        "Rule \(rule.name) runs \(document) without assume-role, so that it would act with the "
                            + "permissions of the role that starts it, which has none of the runbook's. Name a role, "
                            + "such as assume-role: quell/\(Names.automationRole)\(document)")
                }
                roles[role, default: []].insert(document)
            }
        }
        return roles.sorted { $0.key < $1.key }.map { ($0.key, $0.value.sorted()) }
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
            resources: ["*"]),
        "AWS-StopEC2Instance": Topology.Runbook(
            actions: ["ec2:DescribeInstanceStatus", "ec2:DescribeInstances", "ec2:StopInstances"], resources: ["*"]),
    ]
}
