import ActionKit
import Playbook

/// What keeps a playbook and a topology from being deployed.
package struct SynthesisMistake: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, where, and what to do.
    package let description: String

    init(_ description: String) { self.description = description }
}

extension ServiceTemplate {
    /// P1.4: one role for each runbook, with only what AWS documents for that runbook.
    func runbookRoles(_ template: inout Template) throws(SynthesisMistake) {
        for (role, documents) in roles.runbooks.byRole {
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
                    "AssumeRolePolicyDocument": .policy(
                        .trust(
                            "ssm.amazonaws.com",
                            from: "arn:${AWS::Partition}:ssm:*:${AWS::AccountId}:automation-execution/*")),
                    "Policies": [
                        [
                            "PolicyName": "runbook",
                            "PolicyDocument": .policy(statements(actions.sorted(), resources.sorted())),
                        ]
                    ],
                ])
        }
    }

    /// What a runbook reads of EC2 has no resource; what it changes there, IAM keeps from exempt and protected ones.
    ///
    /// IAM sees no tags of buckets: that one of them is exempt only the engine can know, before it starts a runbook.
    private func statements(_ actions: [String], _ resources: [String]) -> [CloudNode] {
        let reads = actions.filter { $0.hasPrefix("ec2:Describe") }
        let changes = actions.filter { !reads.contains($0) }
        var runbook = Statement(id: "Runbook", actions: changes, resources: resources.map(CloudNode.sub))
        if changes.allSatisfy({ $0.hasPrefix("ec2:") }) {
            runbook.conditions = [Statement.Condition("StringNotEquals", "aws:ResourceTag/quell:protect", "true")]
            // Where the tag alone exempts nothing, IAM cannot tell who is exempt: the engine can, before it starts it.
            if playbook.strictExceptions == nil {
                runbook.conditions.insert(
                    Statement.Condition("Null", "aws:ResourceTag/\(playbook.exceptionTag)", "true"), at: 0)
            }
        }
        let read = Statement(id: "Read", actions: reads, resources: ["*"])
        return [read, runbook].filter { !$0.actions.isEmpty }.map(\.node)
    }
}
