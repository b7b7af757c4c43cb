package import ActionKit
package import AWSClient
import Findings
import JSON

/// Archives the GuardDuty finding, after a verified containment that people were told of.
///
/// Only the administrator account may archive where GuardDuty has one: the action asks the member account for it, and
/// archives there with the administrator's own detector in the same Region. Otherwise it archives in the account of the
/// finding.
///
/// Archiving is not a mute: GuardDuty sends later occurrences of the finding, and each is answered again. Security Hub
/// is not told of it by GuardDuty.
package struct ArchiveFinding: Action {
    package static let manifest = Manifest(
        id: "guardduty.archive-finding",
        summary: "Archives the GuardDuty finding once the containment is verified and people are told.",
        phase: .archive, harm: .medium,
        reads: [GuardDuty.getAdministratorAccount, GuardDuty.listDetectors, GuardDuty.getFindings],
        watches: [GuardDuty.getFindings], writes: [GuardDuty.archiveFindings], undos: [GuardDuty.unarchiveFindings],
        // IAM knows no resource and no condition for these.
        grants: [Grant("Archive", ["guardduty:ArchiveFindings"], on: ["*"])],
        undoGrants: [Grant("Unarchive", ["guardduty:UnarchiveFindings"], on: ["*"])])

    package init(_ options: Options) throws(Options.Mistake) {}

    package func decide(_ situation: Situation) async throws(AWSError) -> Decision {
        let finding = situation.finding
        guard finding.source == .guardDuty, let ownDetector = finding.detectorID?.description else {
            return .leaveAlone(
                .notApplicable, "Only GuardDuty findings can be archived; \(finding.id) is not one. Nothing to do.")
        }
        var place = Place(account: finding.account.description, detector: ownDetector)
        if let administrator = try await Self.administrator(situation, detector: ownDetector) {
            guard let detector = try await Self.detector(situation, account: administrator) else {
                return .leaveAlone(
                    .held,
                    """
                    The GuardDuty administrator account \(administrator) has no detector in \(finding.region). \
                    Enable GuardDuty there, then archive finding \(finding.id) by hand.
                    """)
            }
            place = Place(account: administrator, detector: detector)
        }
        return try await decide(situation, in: place)
    }

    /// Where a finding can be archived: an account and its detector.
    private struct Place {
        let account: String
        let detector: String
    }

    private func decide(_ situation: Situation, in place: Place) async throws(AWSError) -> Decision {
        let finding = situation.finding
        let input: JSONValue = ["DetectorId": .string(place.detector), "FindingIds": [.string(finding.id)]]
        // IAM knows no resource for these operations.
        let call = { (operation: Operation) in
            Call(operation, account: place.account, region: finding.region.description, input: input)
        }
        let archived: JSONQuery = "Findings[].Service.Archived"
        let state = archived(try await situation.reader.read(call(GuardDuty.getFindings)))
        switch state {
        case []: return .leaveAlone(.moot, "GuardDuty has no finding \(finding.id) any more.")
        case [true]: return .leaveAlone(.alreadyContained, "Finding \(finding.id) is archived already.")
        default: break
        }
        let step = Step(
            "archive", "Archive finding \(finding.id) in account \(place.account).",
            call: call(GuardDuty.archiveFindings),
            effect: Effect(call(GuardDuty.getFindings), select: archived, before: [false], after: [true]),
            undo: .call(call(GuardDuty.unarchiveFindings)))
        return .plan(Plan(action: Self.manifest.id, resource: finding.arn, steps: [step]))
    }

    /// The account that administers GuardDuty for the account of the finding; nil when it administers itself.
    private static func administrator(
        _ situation: Situation, detector: String
    ) async throws(AWSError) -> String? {
        let answer = try await situation.read(GuardDuty.getAdministratorAccount, ["DetectorId": .string(detector)])
        guard let relationship = answer["Administrator"], relationship["RelationshipStatus"] == "Enabled",
            let text = relationship["AccountId"]?.string
        else { return nil }
        guard let account = AccountID(text) else {
            throw AWSError(
                kind: .unreadableAnswer, operation: GuardDuty.getAdministratorAccount.id,
                message: "The administrator's account id is not 12 digits. Look at the answer of GuardDuty.")
        }
        return account == situation.finding.account ? nil : account.description
    }

    private static func detector(_ situation: Situation, account: String) async throws(AWSError) -> String? {
        let region = situation.finding.region.description
        let answer = try await situation.reader.read(
            Call(GuardDuty.listDetectors, account: account, region: region, input: [:]))
        return answer["DetectorIds"]?.strings?.first
    }
}
