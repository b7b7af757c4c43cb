import ActionKit
import AWSClient
import JSON

/// Where a sweep looks.
package struct SweepPlace: Hashable, Sendable, CustomStringConvertible {
    /// nil for the account of the engine's own credentials.
    package let account: String?
    package let region: String

    package init(account: String?, region: String) {
        self.account = account
        self.region = region
    }

    package var description: String { "\(account ?? "this account") in \(region)" }
}

/// Lists what AWS holds now, as events, and what could not be listed.
struct SweepListing {
    let access: any AccountAccess
    let scope: SweepScope
    /// Findings that were updated since, in seconds since 1970.
    let since: Double
    private(set) var events: [JSONValue] = []
    private(set) var unread: [SweepReport.Unread] = []

    /// What is read; the role that reads must allow it.
    static let operations = [
        GuardDuty.listDetectors, GuardDuty.listFindings, GuardDuty.getFindings, Config.describeConfigRules,
        Config.getComplianceDetailsByConfigRule,
    ]

    private static let session = Session(
        execution: "sweep", policy: SessionPolicy.text(allowing: [], reading: operations))

    /// As many as GuardDuty takes in one call.
    private static let findingsAtOnce = 50

    init(access: any AccountAccess, scope: SweepScope, since: Double) {
        self.access = access
        self.scope = scope
        self.since = since
    }

    mutating func look(at place: SweepPlace) async {
        if scope.hasFindings { await note(place, "GuardDuty") { try await $0.findings(place) } }
        if scope.hasCompliance { await lookAtCompliance(of: place) }
    }

    /// GuardDuty's findings are the administrator's, so of other accounts only what AWS Config says is missing.
    mutating func lookAtCompliance(of place: SweepPlace) async {
        await note(place, "AWS Config") { try await $0.compliance(place) }
    }

    /// Places with rules that are broken, as an aggregator of the engine's own account knows them.
    mutating func places(ofAggregator name: String, region: String) async -> [SweepPlace] {
        let home = SweepPlace(account: nil, region: region)
        do {
            let answer = try await access.perform(
                Call(
                    Config.describeAggregateComplianceByConfigRules, account: nil, region: region,
                    input: [
                        "ConfigurationAggregatorName": .string(name),
                        "Filters": ["ComplianceType": "NON_COMPLIANT"],
                    ]),
                in: Session(execution: "sweep", policy: nil))
            var places: Set<SweepPlace> = []
            for each in answer["AggregateComplianceByConfigRules"]?.array ?? [] {
                guard let rule = each["ConfigRuleName"]?.string, let account = each["AccountId"]?.string,
                    let region = each["AwsRegion"]?.string, try scope.asks(forConfigRule: rule)
                else { continue }
                places.insert(SweepPlace(account: account, region: region))
            }
            return places.sorted { ($0.account ?? "", $0.region) < ($1.account ?? "", $1.region) }
        } catch {
            unread.append(SweepReport.Unread(place: home, what: "the aggregator \(name)", why: "\(error)"))
            return []
        }
    }

    /// A part that cannot be read must not hide the others.
    private mutating func note(
        _ place: SweepPlace, _ what: String, _ list: (SweepListing) async throws -> [JSONValue]
    ) async {
        do {
            let found = try await list(self)
            events += found
        } catch {
            unread.append(SweepReport.Unread(place: place, what: what, why: "\(error)"))
        }
    }

    private func findings(_ place: SweepPlace) async throws -> [JSONValue] {
        var events: [JSONValue] = []
        for detector in try await ask(GuardDuty.listDetectors, place)["DetectorIds"]?.strings ?? [] {
            let milliseconds = String(Int64((since * 1_000).rounded(.down)))
            let criteria: JSONValue = [
                "Criterion": [
                    "service.archived": ["Equals": ["false"]],
                    "updatedAt": ["GreaterThanOrEqual": .number(milliseconds)],
                ]
            ]
            let ids = try await ask(
                GuardDuty.listFindings, place, ["DetectorId": .string(detector), "FindingCriteria": criteria])
            var left = (ids["FindingIds"]?.strings ?? [])[...]
            while !left.isEmpty {
                let found = try await ask(
                    GuardDuty.getFindings, place,
                    [
                        "DetectorId": .string(detector),
                        "FindingIds": .array(left.prefix(Self.findingsAtOnce).map(JSONValue.string)),
                    ])
                events += (found["Findings"]?.array ?? []).compactMap {
                    SweepEvent.finding($0, account: place.account, region: place.region)
                }
                left = left.dropFirst(Self.findingsAtOnce)
            }
        }
        return events
    }

    private func compliance(_ place: SweepPlace) async throws -> [JSONValue] {
        var events: [JSONValue] = []
        for rule in try await ask(Config.describeConfigRules, place)["ConfigRules"]?.array ?? [] {
            guard let name = rule["ConfigRuleName"]?.string, let arn = rule["ConfigRuleArn"]?.string,
                try scope.asks(forConfigRule: name)
            else { continue }
            let results = try await ask(
                Config.getComplianceDetailsByConfigRule, place,
                ["ConfigRuleName": .string(name), "ComplianceTypes": ["NON_COMPLIANT"], "Limit": 100])
            events += (results["EvaluationResults"]?.array ?? []).compactMap {
                SweepEvent.compliance($0, rule: name, ruleARN: arn, region: place.region)
            }
        }
        return events
    }

    private func ask(
        _ operation: Operation, _ place: SweepPlace, _ input: JSONValue = [:]
    ) async throws(AWSError) -> JSONValue {
        try await access.perform(
            Call(operation, account: place.account, region: place.region, input: input), in: Self.session)
    }
}
