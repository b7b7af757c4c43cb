import AWSClient
import ActionKit
import Actions
import ArgumentParser
import Engine
import Playbook

/// What an approval of an exception says.
struct ApprovalOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Value that the tag must have, such as JIRA-1234.", valueName: "text"))
    var id: String

    @Option(
        name: .long, parsing: .upToNextOption,
        help: ArgumentHelp("Actions that leave the resource alone; * for all.", valueName: "action"))
    var actions: [String]

    @Option(
        name: .long, parsing: .upToNextOption,
        help: ArgumentHelp("Finding types or Config rules, with * and ?; all when not given.", valueName: "pattern"))
    var findings: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "When it ends: 2026-12-31, a time in ISO 8601, or from now on, such as 30d.", valueName: "time"))
    var until: String

    @Option(name: .long, help: ArgumentHelp("Why the resource is left alone.", valueName: "text"))
    var reason: String

    @Option(
        name: .long,
        help: ArgumentHelp("Version that instances of a launch template must be of.", valueName: "number"))
    var templateVersion: String?

    @Argument(
        help: ArgumentHelp(
            "ARNs of the resources; or of Auto Scaling groups or launch templates, for their instances.",
            valueName: "arn"))
    var resources: [String]

    /// The record, approved now; what cannot be one is a `BadInput`.
    func record(approver: String, now: Double) throws -> ExceptionRecord {
        let known = ActionRegistry.all.map { $0.manifest }.filter { $0.phase == .contain }.map(\.id)
        for action in actions where action != "*" && !known.contains(action) {
            throw BadInput(
                "There is no action \"\(action)\" that an exception could stop. There are: "
                    + known.sorted().joined(separator: ", "))
        }
        let record = ExceptionRecord(
            id: id, resources: resources, templateVersion: templateVersion, actions: actions, findings: findings,
            approved: ISO8601.format(now.rounded(.down)), until: try end(now), approver: approver, reason: reason)
        if let mistake = record.mistake { throw BadInput(mistake) }
        return record
    }

    private func end(_ now: Double) throws -> String {
        if let age = StrictExceptions.Age(until) { return ISO8601.format(now.rounded(.down) + age.seconds) }
        let isDate = until.utf8.count == 10
        guard let time = ISO8601.parse(isDate ? until + "T00:00:00Z" : until) else {
            throw BadInput("\"\(until)\" is no time. Write one such as 2026-12-31, 2026-12-31T18:00:00Z, or 30d.")
        }
        guard time > now else { throw BadInput("\(until) is past; the exception would never hold.") }
        return ISO8601.format(time)
    }
}
