import AWSClient
package import JSON

/// How much happens in a month, in all accounts together.
package struct Volumes: Hashable, Sendable {
    package var accounts: Double
    package var findings: Double
    package var configChanges: Double
    package var securityGroupChanges: Double
    /// Configuration items that AWS Config records only because Quell turned it on.
    package var configurationItems: Double

    /// AWS's own month: 730 hours.
    package static let daysOfMonth = 730.0 / 24

    /// `findings` and the others are those of one account in one Region.
    package init(
        accounts: Int, regions: Int, findings: Int, configChanges: Int, securityGroupChanges: Int,
        configurationItems: Int
    ) {
        self.accounts = Double(accounts)
        let places = Double(accounts) * Double(regions)
        self.findings = places * Double(findings)
        self.configChanges = places * Double(configChanges)
        self.securityGroupChanges = places * Double(securityGroupChanges)
        self.configurationItems = places * Double(configurationItems)
    }

    /// Counts events, and stretches the days from the first to the last one to a month; nil when none is of ours.
    ///
    /// An event of a compliance change stands for an evaluation, and one of the open-group rule for a change of a group.
    package init?(counting events: [JSONValue]) {
        var days: [Double] = []
        var accounts: Set<String> = []
        (findings, configChanges, securityGroupChanges, configurationItems) = (0, 0, 0, 0)
        for event in events {
            guard let account = event["account"]?.string, let time = event["time"]?.string.flatMap(ISO8601.parse)
            else { continue }
            switch event["source"]?.string {
            case "aws.guardduty": findings += 1
            case "aws.config":
                configChanges += 1
                if event["detail"]?["configRuleName"]?.string?.contains("SECURITY_GROUP_OPEN_PROHIBITED") == true {
                    securityGroupChanges += 1
                }
            default: continue
            }
            accounts.insert(account)
            days.append((time / 86_400).rounded(.down))
        }
        guard let first = days.min(), let last = days.max() else { return nil }
        let factor = Self.daysOfMonth / (last - first + 1)
        self.accounts = Double(accounts.count)
        findings *= factor
        configChanges *= factor
        securityGroupChanges *= factor
    }
}
