import JSON
import Playbook

/// Values that a field of an event never has.
enum ImpossibleValue {
    private static let change = "ComplianceChangeNotification"
    private static let compliance = ["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE", "INSUFFICIENT_DATA"]

    /// Why an alternative of a field matches nothing, and what to write; nil where it may match something.
    static func sentence(_ path: [String], _ node: YAMLNode, _ kind: EventKind?) -> String? {
        if node.members.named("exists")?.value.json == false { return absence(path, kind) }
        guard let kind else { return nil }
        switch (kind.source, path) {
        case (EventKind.guardDuty.source, ["detail", "severity"]): return severity(node)
        case (EventKind.config.source, ["detail", "messageType"]):
            return word(node, of: "messageType", among: [change])
        case (EventKind.config.source, ["detail", "newEvaluationResult", "complianceType"]):
            return word(node, of: "complianceType", among: compliance)
        default: return nil
        }
    }

    private static func absence(_ path: [String], _ kind: EventKind?) -> String? {
        let isCertain =
            path.count == 1
            ? EventKind.certainEnvelope.contains(path[0])
            : path.count == 2 && path[0] == "detail" && (kind?.certain.contains(path[1]) ?? false)
        guard isCertain else { return nil }
        return "Every event has \(path.joined(separator: ".").quoted), so this matches nothing; take it out."
    }

    /// The word of a field that takes few, where somebody all but wrote one.
    static func correction(_ path: [String], _ node: YAMLNode, _ kind: EventKind?) -> String? {
        guard kind == .config, let text = node.exactText else { return nil }
        switch path.last {
        case "messageType": return Spelling.correction(of: text, in: [change])
        case "complianceType": return Spelling.correction(of: text, in: compliance)
        default: return nil
        }
    }

    private static func word(_ node: YAMLNode, of field: String, among words: [String]) -> String? {
        guard let text = node.exactText, !words.contains(text) else { return nil }
        return "\(field) is never \(text.quoted) in a compliance change. \(Spelling.advice(text, known: words))"
    }

    private static func severity(_ node: YAMLNode) -> String? {
        let advice = "Severities are numbers from 1 to 10; write { numeric: [\">=\", 7] } for high ones."
        if let text = node.exactText { return "No severity is equal to the text \(text.quoted). \(advice)" }
        if let number = node.json?.double {
            return (0...10).contains(number) ? nil : "No severity is \(number). \(advice)"
        }
        guard let operands = node.members.named("numeric")?.value.json?.array else { return nil }
        let isBeyond = zip(operands, operands.dropFirst()).contains { sign, bound in
            guard let sign = sign.string, let bound = bound.double else { return false }
            return switch sign {
            case ">": bound >= 10
            case ">=": bound > 10
            case "<": bound <= 0
            case "<=": bound < 0
            case "=": !(0...10).contains(bound)
            default: false
            }
        }
        return isBeyond ? "No severity is so. \(advice)" : nil
    }
}
