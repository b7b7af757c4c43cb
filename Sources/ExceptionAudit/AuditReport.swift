import AWSClient
package import JSON

/// What an audit found, and what it could not read.
package struct AuditReport: Sendable {
    package let tag: String
    /// Number of accounts asked.
    package let accounts: Int
    /// By account, Region and ARN.
    package internal(set) var rows: [TaggedResource] = []
    package internal(set) var unread: [Unread] = []

    init(tag: String, accounts: Int = 0) {
        self.tag = tag
        self.accounts = accounts
    }

    package var exceptions: [TaggedResource] { rows.filter { !$0.isNearMiss } }

    /// Keys that differ from the tag by case, and so exempt nothing.
    package var nearMisses: [TaggedResource] { rows.filter(\.isNearMiss) }

    mutating func add(_ other: AuditReport) {
        let known = Set(rows.map { [$0.account, $0.arn, $0.key] })
        rows += other.rows.filter { !known.contains([$0.account, $0.arn, $0.key]) }
        rows.sort { ($0.account, $0.region, $0.arn) < ($1.account, $1.region, $1.arn) }
        unread = Unread.once(unread + other.unread)
    }

    /// With what records of approval say of the exceptions, where the playbook asks for records.
    package func json(leftOut: [OrganizationAccounts.LeftOut] = [], approvals: Approvals? = nil) -> JSONValue {
        var members: [String: JSONValue] = [
            "tag": .string(tag), "accounts": .number(String(accounts)),
            "exceptions": .array(exceptions.map { Self.json($0, approvals) }),
            "nearMisses": .array(nearMisses.map { Self.json($0, nil) }),
            "unread": .array(
                unread.map { place in
                    [
                        "account": .string(place.account), "region": place.region.map(JSONValue.string) ?? .null,
                        "operation": .string(place.operation), "why": .string(place.why),
                    ]
                }),
            "leftOut": .array(
                leftOut.map { ["account": .string($0.account), "name": .string($0.name), "state": .string($0.state)] }),
        ]
        if let approvals { members["expiring"] = .array(approvals.expiring.map(\.json)) }
        return .object(members)
    }

    private static func json(_ row: TaggedResource, _ approvals: Approvals?) -> JSONValue {
        var members: [String: JSONValue] = [
            "account": .string(row.account), "region": .string(row.region), "resource": .string(row.arn),
            "key": .string(row.key), "value": .string(row.value), "since": .null, "by": .null,
        ]
        switch row.origin {
        case .told(let since, let by):
            members["since"] = .string(since)
            members["by"] = .string(by)
        case .unknown(let why): members["unknown"] = .string(why)
        case .notAsked: break
        }
        if let approval = approvals?.approval(of: row) { members.merge(approval.json) { $1 } }
        return .object(members)
    }
}

/// A part that could not be read.
package struct Unread: Hashable, Sendable {
    package let account: String
    /// nil when nothing of the account could be read.
    package let region: String?
    package let operation: String
    package let why: String

    init(account: String, region: String?, operation: String, why: String) {
        self.account = account
        self.region = region
        self.operation = operation
        self.why = why
    }

    init(account: String, region: String?, error: AWSError) {
        self.init(account: account, region: region, operation: error.operation, why: error.description)
    }

    /// Whether there are no credentials for the account at all.
    var isWholeAccount: Bool {
        region == nil || operation == STS.assumeRole.id || operation == STS.getCallerIdentity.id
    }

    /// One row for each place and operation: an account with 500 unreadable roles has one thing to mend.
    static func once(_ rows: [Unread]) -> [Unread] {
        var seen: Set<[String?]> = []
        return rows.filter { seen.insert([$0.account, $0.region, $0.operation]).inserted }
            .sorted { ($0.account, $0.region ?? "", $0.operation) < ($1.account, $1.region ?? "", $1.operation) }
    }
}
