package import Engine
import JSON
package import Playbook

/// A test case made of what the journal keeps of the responses to one event.
///
/// The event is in it as it came, what the engine saw of the world as far as its plans and reasons tell, and what came of it until
/// the response first ended: what people approved, undid or repaired afterwards is not.
package struct RecordedCase: Hashable, Sendable {
    /// Why an execution cannot become a case: what is wrong, and what to do.
    package struct Mistake: Error, Hashable, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// The responses of one event, by their executions.
    private let names: [String]
    private let time: String
    private let event: JSONValue
    private let happened: [Happening]
    private let executions: [Execution]
    private let exceptionTag: String

    /// Cases in the order of the executions; those of one event are one case.
    package static func all(
        _ recorded: [(execution: String, entries: [Entry])], _ playbook: Playbook
    ) throws(Mistake) -> [RecordedCase] {
        var events: [(sha256: String, executions: [(execution: String, entries: [Entry])])] = []
        for one in recorded {
            guard case .received(let received)? = one.entries.first?.record else {
                throw Mistake(
                    description: "\(one.execution) records no event. Name executions that quell journal list shows.")
            }
            if let index = events.firstIndex(where: { $0.sha256 == received.sha256 }) {
                guard !events[index].executions.contains(where: { $0.execution == one.execution }) else { continue }
                events[index].executions.append(one)
            } else {
                events.append((received.sha256, [one]))
            }
        }
        var cases: [RecordedCase] = []
        for event in events { cases.append(try RecordedCase(event.executions, playbook)) }
        return cases
    }

    private init(
        _ recorded: [(execution: String, entries: [Entry])], _ playbook: Playbook
    ) throws(Mistake) {
        executions = recorded.map { one in
            let records = one.entries.map(\.record)
            let end = records.firstIndex(of: .closed) ?? records.endIndex
            return Execution(id: one.execution, replaying: records[..<end])
        }
        names = recorded.map(\.execution)
        time = recorded.first?.entries.first?.time ?? ""
        exceptionTag = playbook.exceptionTag
        do throws(JSONError) {
            event = try JSONValue(parsing: executions.first?.event ?? "")
        } catch {
            throw Mistake(
                description: "The event of \(names.joined(separator: ", ")) is not JSON; a test is about one that is.")
        }
        for execution in executions {
            guard execution.conclusion != nil else {
                throw Mistake(description: "Execution \(execution.id) has not ended. Record it once it has.")
            }
            guard let rule = execution.admission?.rule else { continue }
            guard playbook.rules.contains(where: { $0.name == rule }) else {
                throw Mistake(
                    description:
                        "Execution \(execution.id) is of the rule \"\(rule)\", which the playbook does not have. "
                        + "Name the playbook that it responded with.")
            }
        }
        happened = executions.map { Happening($0.response(), $0) }
    }

    /// The case as the file of tests has it, under `tests:`.
    package var text: String {
        var lines = [
            "  - name: \(Self.quoted("recorded \(names.joined(separator: ", "))"))",
            "    # \(Self.quoted(time)) in the journal.", "    event:", Self.indented(event, by: 6),
        ]
        let world = RecordedWorld(executions, exceptionTag: exceptionTag).members
        if !world.isEmpty {
            lines.append("    world:")
            lines += world.map { "      \($0.name): \(Self.safe($0.value.description))" }
        }
        lines.append("    expect:")
        for happening in happened { lines += expectation(happening) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func expectation(_ happening: Happening) -> [String] {
        var lines = ["      - rule: \(happening.rule.map(Self.quoted) ?? "none")"]
        lines.append("        outcome: \(happening.outcome)")
        let actions = happening.actions.filter { $0.value != .nothing }.sorted { $0.key < $1.key }
        if !actions.isEmpty {
            let pairs = actions.map { "\($0.key): \($0.value.rawValue)" }.joined(separator: ", ")
            lines.append("        actions: { \(pairs) }")
        }
        if happening.rule != nil {
            let steps = happening.steps.map { Self.quoted(general($0)) }.joined(separator: ", ")
            lines.append("        steps: [\(steps)]")
        }
        if happening.actions["notify"] == .done { lines.append("        alert: true") }
        return lines
    }

    /// A step's id with a star for each id of AWS that the event does not tell, and that another account has otherwise.
    ///
    /// Keys are told by stars alone: steps are in their order.
    private func general(_ step: String) -> String {
        let told = event.description
        let parts = step.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map { part in
            let isOfResource = part.utf8.count >= 8 && part.utf8.allSatisfy(Self.isHex)
            let isOfKey = part.hasPrefix("AKIA") && part.utf8.count >= 16
            return isOfKey || (isOfResource && !told.contains("-\(part)")) ? "*" : String(part)
        }.joined(separator: "-")
    }

    private static func isHex(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (97...102).contains(byte) }

    // MARK: Writing

    private static func indented(_ value: JSONValue, by count: Int) -> String {
        let margin = String(repeating: " ", count: count)
        return value.indented.split(separator: "\n", omittingEmptySubsequences: false)
            .map { margin + safe(String($0)) }.joined(separator: "\n")
    }

    private static func quoted(_ text: String) -> String { safe(JSONValue.string(text).description) }

    /// JSON is YAML but for some characters that YAML takes for ends of lines, or does not take.
    private static func safe(_ json: String) -> String {
        guard json.unicodeScalars.contains(where: isUnsafe) else { return json }
        return json.unicodeScalars.map { scalar in
            guard isUnsafe(scalar) else { return String(scalar) }
            let digits = String(scalar.value, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }

    private static func isUnsafe(_ scalar: UnicodeScalar) -> Bool {
        switch scalar {
        case "\u{7F}"..."\u{A0}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}": true
        default: false
        }
    }
}
