package import AWSClient
import Findings
import JSON
import Playbook

/// Looks for findings and broken rules that no event told the engine of, and hands them to it as if one had.
///
/// Events get lost: AWS Config delivers them at best effort, and a rule or a bus may have been away. What stands in the
/// journal under the key of an execution costs no execution again.
package struct Sweep: Sendable {
    private let responder: Responder
    private let places: [SweepPlace]
    private let aggregator: String?
    private let window: Double

    /// How far back findings are looked for, in hours, unless told otherwise: beyond a weekend's outage.
    package static let standardHours = 72
    /// What is written beside an event that a sweep found.
    package static let source = "sweep"
    /// As often as the inbox hands an event out.
    private static let attempts = 5
    /// Differences in time between an event and a listing that mean nothing, in seconds.
    private static let tolerance = 60.0

    /// Operations of the role that reads.
    package static let reads = SweepListing.operations
    /// What the engine asks an aggregator of its own account, with its own credentials.
    package static let homeReads = [Config.describeAggregateComplianceByConfigRules]

    /// `aggregator` names an aggregator of AWS Config in the engine's own account, which tells of more places.
    package init(
        _ responder: Responder, places: [SweepPlace], aggregator: String? = nil, hours: Int = Sweep.standardHours
    ) {
        self.responder = responder
        self.places = places
        self.aggregator = aggregator
        window = Double(hours) * 3_600
    }

    /// Lists what was missed; changes nothing, and writes nothing.
    package func look() async throws -> SweepReport {
        let scope = try SweepScope(responder.playbook)
        var listing = SweepListing(
            access: responder.access, scope: scope, since: responder.clock.now() - window)
        for place in places { await listing.look(at: place) }
        if let aggregator, scope.hasCompliance, let home = places.first {
            for place in await listing.places(ofAggregator: aggregator, region: home.region)
            where !places.contains(place) {
                await listing.lookAtCompliance(of: place)
            }
        }
        var report = SweepReport(unread: listing.unread)
        var seen: Set<String> = []
        for event in listing.events { try await sort(event, &report, &seen) }
        return report
    }

    /// Has one answered, and writes down that a sweep found it.
    package func respond(to missed: SweepReport.Missed) async throws -> [Response] {
        try await responder.respond(to: Array(missed.event.utf8), from: Self.source)
    }

    private func sort(_ event: JSONValue, _ report: inout SweepReport, _ seen: inout Set<String>) async throws {
        let text = event.description
        guard case .finding(let finding, _) = Intake(event), !finding.isSample, !finding.isArchived else { return }
        let rules = try responder.matchingRules(Array(text.utf8))
        guard !rules.isEmpty else { return }
        var isMissed = false
        for rule in rules {
            let key = Responder.key(finding, rule)
            // The administrator's detector and the account's own tell of the same finding.
            guard seen.insert(key).inserted else { return }
            if try await !isKnown(key, finding) { isMissed = true }
        }
        guard isMissed else {
            report.known += 1
            return
        }
        report.missed.append(
            SweepReport.Missed(
                event: text, findingID: finding.id, findingType: finding.type, account: finding.account.description,
                region: finding.region.description, resource: finding.resource.description, rules: rules.map(\.name)))
    }

    /// Whether the journal has an execution of it that still says how things are.
    ///
    /// GuardDuty repeats a finding for as long as it goes on. AWS Config tells of changes: a rule that is broken since
    /// after it was mended has been broken again. What failed for a technical reason is tried again as often as a queue
    /// would.
    private func isKnown(_ key: String, _ finding: Finding) async throws -> Bool {
        let earlier = try await responder.journal.executions(withKey: key)
        guard let id = earlier.last else { return false }
        let execution = try await responder.load(id)
        if execution.isUndoBegun { return true }
        if !execution.isClosed { return false }
        if execution.conclusion?.outcome == .failed { return earlier.count >= Self.attempts }
        guard finding.source == .config,
            [.contained, .alreadyContained].contains(execution.conclusion?.outcome),
            let told = execution.admission?.findingUpdatedAt.flatMap(ISO8601.parse),
            let now = finding.updatedAt.flatMap(ISO8601.parse)
        else { return true }
        return now <= told + Self.tolerance
    }
}
