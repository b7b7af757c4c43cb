package import AWSClient
package import ActionKit
package import Playbook

/// Everything that is deployed, made of a playbook and a topology: the same input gives the same files.
package struct Synthesis: Sendable {
    /// The operations of parts that Deployment does not know.
    package struct Parts: Sendable {
        /// What the engine itself reads, whatever the actions.
        package let engineReads: [Operation]
        /// What the list of exceptions reads.
        package let audit: [Operation]
        /// IAM actions on the journal's table.
        package let journal: [String]
        package let configRule: [Operation]
        /// What the engine reads in the security account with its own credentials.
        package let homeReads: [Operation]

        package init(
            engineReads: [Operation], audit: [Operation], journal: [String], configRule: [Operation],
            homeReads: [Operation] = []
        ) {
            self.engineReads = engineReads
            self.audit = audit
            self.journal = journal
            self.configRule = configRule
            self.homeReads = homeReads
        }
    }

    /// Text by file name, such as `security-account.yaml`.
    package let files: [String: String]

    /// Size that CloudFormation takes for a template that is not in a bucket, in bytes.
    package static let templateLimit = 51_200

    package init(
        _ playbook: Playbook, _ topology: Topology, manifests: [Manifest], parts: Parts
    ) throws(SynthesisMistake) {
        let roles = ResponseRoles(
            playbook: playbook, manifests: manifests, topology: topology,
            runbooks: try AllowedRunbooks(playbook, topology), alwaysRead: parts.engineReads + parts.audit)
        for manifest in roles.used { try Self.check(manifest) }
        let security = try SecurityTemplate(
            playbook: playbook, roles: roles, topology: topology, journalActions: parts.journal,
            homeReads: parts.homeReads
        ).template()
        let service = try ServiceTemplate(
            playbook: playbook, roles: roles, topology: topology, ruleOperations: parts.configRule
        ).template()
        let policies = OrganizationPolicies(
            exceptionTag: playbook.exceptionTag, responseRole: topology.responseRole,
            services: Self.services(manifests), securityAccount: topology.securityAccount)
        files = try Self.checked(
            [
                "security-account.yaml": security.text, "service-account.yaml": service.text,
                "scp-tags.json": policies.tags.indentedJSON() + "\n",
                "scp-responder.json": policies.responder.indentedJSON() + "\n",
                "rcp-trust.json": policies.trust.indentedJSON() + "\n",
                "tag-policy.json": policies.tagPolicy.indentedJSON() + "\n",
                "parameters.json": Self.parameters(topology).indentedJSON() + "\n",
            ], minified: [policies.tags.json, policies.responder.json, policies.trust.json])
    }

    /// `ec2.isolate-instance` and `ec2.confine-security-group` -> `ec2`.
    private static func services(_ manifests: [Manifest]) -> [String] {
        let parts = manifests.map { $0.id.split(separator: ".") }
        return Set(parts.compactMap { $0.count > 1 ? String($0[0]) : nil }).sorted()
    }

    /// A role may do exactly what its action calls: nothing is missing, and nothing is left over.
    private static func check(_ manifest: Manifest) throws(SynthesisMistake) {
        guard manifest.misfits.isEmpty else {
            throw SynthesisMistake(
                "The grants of \(manifest.id) do not fit what it calls. \(manifest.misfits.joined(separator: " ")) "
                    + "Correct the grants in the folder of the action.")
        }
    }

    private static func checked(
        _ files: [String: String], minified policies: [String]
    ) throws(SynthesisMistake) -> [String: String] {
        for (name, text) in files.sorted(by: { $0.key < $1.key }) where name.hasSuffix(".yaml") {
            guard text.utf8.count <= 1_048_576 else {
                throw SynthesisMistake(
                    "\(name) has \(text.utf8.count) bytes; CloudFormation takes 1 MiB. Part the playbook in two.")
            }
        }
        for policy in policies where policy.utf8.count > OrganizationPolicies.limit {
            throw SynthesisMistake(
                "A policy has \(policy.utf8.count) characters; AWS Organizations takes \(OrganizationPolicies.limit). "
                    + "Choose a shorter exception tag or response role name.")
        }
        return files
    }

    /// Values for the parameters of both stacks, as far as the topology tells them.
    private static func parameters(_ topology: Topology) -> CloudNode {
        func list(_ values: (String, String?)...) -> CloudNode {
            .list(
                values.compactMap { name, value in
                    value.map { ["ParameterKey": .text(name), "ParameterValue": .text($0)] }
                })
        }
        let artifact = topology.artifactBucket
        return [
            "security-account": list(
                ("OrganizationId", topology.organization), ("ResponseRoleName", topology.responseRole),
                ("ArtifactBucket", artifact), ("ArtifactPrefix", artifact == nil ? nil : topology.artifactPrefix)),
            "service-account": list(
                ("SecurityAccountId", topology.securityAccount), ("OrganizationId", topology.organization),
                ("HomeRegion", topology.homeRegion), ("ResponseRoleName", topology.responseRole),
                ("ArtifactBucket", artifact), ("ArtifactPrefix", artifact == nil ? nil : topology.artifactPrefix)),
            "regions": .list(topology.regions.map(CloudNode.text)),
        ]
    }
}
