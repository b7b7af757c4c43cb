import ActionKit
import Findings
import JSON

/// What people read of one execution: subject, body and attributes of one SNS message.
///
/// SNS takes 256 KB with the attributes; the limits below keep the longest alert well under it.
struct Alert {
    /// Less than 100 characters of printable ASCII, as SNS asks.
    let subject: String
    let body: String
    /// The value of SNS's `MessageAttributes`.
    let attributes: JSONValue

    private static let longestSentence = 500
    private static let longestName = 250
    private static let mostSentences = 50

    init(_ situation: Situation, _ report: Report) {
        let finding = situation.finding
        let resource = Self.name(finding.resource.id)
        subject = PlainText.ascii(
            "[Quell] \(report.outcome): \(finding.resource.id) in \(finding.account) (\(finding.type))", limit: 99)
        body = Self.body(situation, report, resource: resource)
        var facts: [String: JSONValue] = [
            "outcome": .string(Self.name(report.outcome)),
            "rule": .string(Self.name(report.rule)),
            "account": .string(finding.account.description),
            "region": .string(finding.region.description),
            "findingType": .string(Self.name(finding.type)),
            "resource": .string(resource),
            "execution": .string(situation.execution),
        ]
        if let severity = finding.severity, severity.isFinite { facts["severity"] = .number("\(severity)") }
        attributes = Self.attributes(facts, findingID: Self.name(finding.id))
    }

    private static func attributes(_ facts: [String: JSONValue], findingID: String) -> JSONValue {
        var attributes: [String: JSONValue] = [:]
        // SNS refuses an attribute without a value.
        for (name, value) in facts where value != "" {
            if case .number(let spelled) = value {
                attributes[name] = ["DataType": "Number", "StringValue": .string(spelled)]
            } else {
                attributes[name] = ["DataType": "String", "StringValue": value]
            }
        }
        let whole = JSONValue.object(facts.merging(["finding": .string(findingID)]) { $1 })
        attributes["quell"] = ["DataType": "String", "StringValue": .string(whole.description)]
        return .object(attributes)
    }

    private static func body(_ situation: Situation, _ report: Report, resource: String) -> String {
        let finding = situation.finding
        let severity = finding.severity.map { ", severity \($0)" } ?? ""
        let found = [
            "\(name(finding.type))\(severity)", sentence(finding.title), sentence(finding.description),
            "Resource \(resource) in account \(finding.account), Region \(finding.region)",
            "Finding \(name(finding.id)), rule \(name(report.rule)), execution \(situation.execution)",
        ]
        let remains = report.residualRisk.isEmpty ? ["Nothing that is known."] : listed(report.residualRisk)
        let undo = report.undoCommand.map { [sentence($0)] } ?? ["There is nothing to take back."]
        let approval = report.approval.map { [section("What waits for approval", waiting($0))] } ?? []
        let sections = [
            section("What was found", found.filter { !$0.isEmpty }),
            section("What was decided", decided(report)),
        ]
        return
            (sections + approval + [
                section("What was changed", report.changes.isEmpty ? ["Nothing."] : listed(report.changes)),
                section("What remains", remains),
                section("How to undo", undo),
            ]).joined(separator: "\n\n") + "\n"
    }

    private static func decided(_ report: Report) -> [String] {
        let exempt =
            "The resource carries an exception, so nothing was changed: it is as dangerous as the finding says."
        let lines = ["Outcome: \(name(report.outcome))", sentence(report.why)]
        return (report.outcome == "exempt" ? lines + [exempt] : lines).filter { !$0.isEmpty }
    }

    private static func waiting(_ notice: ApprovalNotice) -> [String] {
        let changes =
            notice.changes.isEmpty ? [] : ["Since it was approved, this has changed:"] + listed(notice.changes)
        return listed(notice.steps) + changes + [
            "Plan \(name(notice.plan))",
            "\(notice.people == 1 ? "One person" : "\(notice.people) people") other than the one who asks must approve "
                + "until \(name(notice.until))",
        ] + notice.commands.map(name)
    }

    private static func section(_ title: String, _ lines: [String]) -> String {
        ([title] + lines.map { "  " + $0 }).joined(separator: "\n")
    }

    private static func listed(_ sentences: [String]) -> [String] {
        let shown = sentences.prefix(mostSentences).map { "- " + sentence($0) }
        let rest = sentences.count - shown.count
        return rest > 0 ? shown + ["- and \(rest) more, which the journal holds."] : shown
    }

    private static func sentence(_ text: String) -> String { PlainText.escaped(text, limit: longestSentence) }
    private static func name(_ text: String) -> String { PlainText.escaped(text, limit: longestName) }
}
