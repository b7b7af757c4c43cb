import JSON

/// Everything there is in an organization: a value, so that any moment of it can be kept and compared.
package struct World: Hashable, Sendable {
    package var organization = "o-abcdefghij"
    package var accounts: [String: Account] = [:]
    /// GuardDuty's findings of all accounts, by id.
    package var findings: [String: GuardDutyFinding] = [:]
    package var buckets: [String: Bucket] = [:]
    /// Credentials by access key id.
    package var keys: [String: SecretKey] = [:]
    /// Documents of service control policies for each level from the root to an account, by account.
    package var serviceControls: [String: [[Policy]]] = [:]
    package var resourceControls: [Policy] = []
    /// Documents of managed policies by ARN.
    package var managedPolicies = World.standardPolicies
    /// How many ids of each kind were made.
    private var made: [String: Int] = [:]

    package init() {}

    /// AWS's own managed policies, as far as they are used here.
    private static let standardPolicies: [String: Policy] = [
        "arn:aws:iam::aws:policy/AdministratorAccess": .everything,
        "arn:aws:iam::aws:policy/AWSDenyAll": Policy([
            "Version": "2012-10-17", "Statement": ["Effect": "Deny", "Action": "*", "Resource": "*"],
        ]),
    ]

    /// A number that no id of a kind had before: ids are counted, so that one history gives the same ids every time.
    private mutating func number(_ prefix: String) -> Int {
        // Far above the ids that a scenery gives by hand.
        made[prefix, default: 0x1000] += 1
        return made[prefix] ?? 0
    }

    /// An id such as `sg-0000000000000002a`.
    mutating func id(_ prefix: String) -> String {
        let digits = String(number(prefix), radix: 16)
        return "\(prefix)-\(String(repeating: "0", count: 17 - digits.count))\(digits)"
    }

    /// An id in IAM's alphabet, such as `AROA000000000000000C`.
    mutating func uniqueID(_ prefix: String) -> String {
        let digits = String(number(prefix), radix: 32).uppercased()
        return prefix + String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The state of an account in a Region; empty where nothing was made yet.
    package subscript(account account: String, region region: String) -> Region {
        get { accounts[account]?.regions[region] ?? Region() }
        set { accounts[account, default: Account()].regions[region] = newValue }
    }

    package subscript(identities account: String) -> Identities {
        get { accounts[account]?.identities ?? Identities() }
        set { accounts[account, default: Account()].identities = newValue }
    }
}

/// One account: its identities, and what it has in each Region.
package struct Account: Hashable, Sendable {
    package var identities = Identities()
    package var regions: [String: Region] = [:]

    package init() {}
}

package typealias Tags = [String: String]

extension Tags {
    var json: JSONValue {
        .array(sorted { $0.key < $1.key }.map { ["Key": .string($0.key), "Value": .string($0.value)] })
    }

    /// Reads a list of keys and values.
    init(_ json: JSONValue?) {
        let pairs = (json?.array ?? []).map { ($0["Key"]?.string ?? "", $0["Value"]?.string ?? "") }
        self.init(pairs, uniquingKeysWith: { $1 })
    }
}
