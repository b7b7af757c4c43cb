package import JSON

/// What an account has in one Region.
package struct Region: Hashable, Sendable {
    package var instances: [String: Instance] = [:]
    package var interfaces: [String: Interface] = [:]
    package var groups: [String: SecurityGroup] = [:]
    package var volumes: [String: Volume] = [:]
    package var snapshots: [String: Snapshot] = [:]
    package var networks: [String: Network] = [:]
    package var prefixLists: [String: [String]] = [:]
    /// Tags of everything that EC2 tags, by id.
    package var tags: [String: Tags] = [:]
    package var scalingGroups: [String: ScalingGroup] = [:]
    package var targetGroups: [String: TargetGroup] = [:]
    /// Instances behind classic load balancers, by the balancer's name.
    package var balancers: [String: Set<String>] = [:]
    package var detector: Detector?
    package var compliance: [Compliance] = []
    package var hubFindings: [String: HubFinding] = [:]
    /// Messages by topic.
    package var topics: [String: [Message]] = [:]
    package var runbooks: [String: Runbook] = [:]
    package var automations: [Automation] = []
    package var databases: [String: Database] = [:]
    /// Open connections.
    package var flows: [Flow] = []

    package init() {}
}

package struct Detector: Hashable, Sendable {
    package let id: String
    /// The account that administers this one's GuardDuty; nil for an account by itself, and for the administrator.
    package var administrator: String?

    package init(_ id: String, administrator: String? = nil) {
        self.id = id
        self.administrator = administrator
    }
}

package struct GuardDutyFinding: Hashable, Sendable {
    package let account: String
    package let region: String
    /// The members that the API answers, but for the account, the id and whether it is archived.
    package var members: [String: JSONValue]
    package var isArchived = false

    package init(account: String, region: String, members: [String: JSONValue]) {
        self.account = account
        self.region = region
        self.members = members
    }
}

package struct Compliance: Hashable, Sendable {
    package let resourceType: String
    package let resourceID: String
    package let rule: String
    package var isCompliant: Bool
    /// When the rule said so.
    package var recorded: String

    package init(
        resourceType: String, resourceID: String, rule: String, isCompliant: Bool = false,
        recorded: String = "2026-03-01T09:59:00Z"
    ) {
        self.recorded = recorded
        self.resourceType = resourceType
        self.resourceID = resourceID
        self.rule = rule
        self.isCompliant = isCompliant
    }
}

package struct HubFinding: Hashable, Sendable {
    package let id: String
    package let productARN: String
    package let account: String
    package var status: String
    package var note: String?
    package var noteAuthor: String?

    package init(id: String, productARN: String, account: String, status: String = "NEW") {
        self.id = id
        self.productARN = productARN
        self.account = account
        self.status = status
    }
}

package struct Message: Hashable, Sendable {
    package let subject: String
    package let body: String
}

/// What a runbook does: how long it runs, how it ends, and whether it closes the bucket it is given.
package struct Runbook: Hashable, Sendable {
    package var seconds: Double
    package var ending: String

    package init(seconds: Double = 20, ending: String = "Success") {
        self.seconds = seconds
        self.ending = ending
    }
}

package struct Automation: Hashable, Sendable {
    package let id: String
    package let document: String
    package let version: String
    package let token: String
    package let tags: Tags
    package let parameters: JSONValue
    package let start: Double
    package let end: Double
    package let ending: String
}

package struct Bucket: Hashable, Sendable {
    package let account: String
    package let region: String
    package var tags: Tags

    package init(account: String, region: String, tags: Tags = [:]) {
        self.account = account
        self.region = region
        self.tags = tags
    }
}

package struct Database: Hashable, Sendable {
    package let resourceID: String
    package var tags: Tags

    package init(resourceID: String, tags: Tags = [:]) {
        self.resourceID = resourceID
        self.tags = tags
    }
}
