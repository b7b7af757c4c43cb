/// Where Quell is deployed: what `quell synth` needs beside the playbook.
package struct Topology: Hashable, Sendable {
    /// Id of the AWS Organization, such as `o-exampleorgid`; nil leaves the parameter of the stacks without a value.
    package var organization: String?
    /// Account id of the security account.
    package var securityAccount: String?
    /// Region of the central bus, queue, function and journal.
    package var homeRegion: String?
    /// Regions in which service accounts are watched, the home Region included.
    package var regions: [String]
    /// Name that the response roles begin with.
    package var responseRole: String
    /// Bucket and prefix where the zip lies; nil until it is uploaded.
    package var artifactBucket: String?
    package var artifactPrefix: String
    /// Permissions of runbooks that Quell does not know: IAM actions by name of the document.
    package var runbooks: [String: Runbook]
    /// Runbooks for which service accounts have roles whether or not the playbook runs them yet; nil for all known ones.
    ///
    /// A playbook that begins to run one of them changes the security stack only.
    package var prepared: Set<String>?

    package struct Runbook: Hashable, Sendable {
        package let actions: [String]
        package let resources: [String]

        package init(actions: [String], resources: [String]) {
            self.actions = actions
            self.resources = resources
        }
    }

    package init(
        organization: String? = nil, securityAccount: String? = nil, homeRegion: String? = nil,
        regions: [String] = [], responseRole: String = "Security-IR-Role", artifactBucket: String? = nil,
        artifactPrefix: String = "quell/", runbooks: [String: Runbook] = [:],
        prepared: Set<String>? = nil
    ) {
        self.organization = organization
        self.securityAccount = securityAccount
        self.homeRegion = homeRegion
        self.regions = regions
        self.responseRole = responseRole
        self.artifactBucket = artifactBucket
        self.artifactPrefix = artifactPrefix
        self.runbooks = runbooks
        self.prepared = prepared
    }
}
