package import Engine

/// Where the function sweeps, as its environment says.
package struct SweepPlan: Hashable, Sendable {
    package let places: [SweepPlace]
    /// Aggregator of AWS Config in the engine's own account, which tells of more places.
    package let aggregator: String?

    /// `home` is always swept, and first: it administers GuardDuty, and sees the findings of its members.
    init(home: String, region: String, environment: (String) -> String?) {
        func list(_ name: String) -> [String] {
            (environment(name) ?? "").split(separator: ",").map { String($0.filter { $0 != " " }) }
                .filter { !$0.isEmpty }
        }
        let given = list("QUELL_SWEEP_REGIONS")
        let regions = given.isEmpty ? [region] : given
        let accounts = [home] + list("QUELL_SWEEP_ACCOUNTS").filter { $0 != home }
        places = accounts.flatMap { account in regions.map { SweepPlace(account: account, region: $0) } }
        aggregator = list("QUELL_CONFIG_AGGREGATOR").first
    }
}
