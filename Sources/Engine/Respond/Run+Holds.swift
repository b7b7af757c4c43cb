import ActionKit
import Findings
import Playbook

extension Run {
    /// Ends with `held`, together with what others were held for the same cause.
    func conclusion(of hold: Hold) async throws -> Conclusion {
        let finding = decider.finding
        let group = try await responder.holds.join(
            Gathered(
                execution: execution.id, cause: hold.cause, why: hold.why, findingType: finding.type,
                resource: finding.resource.id, account: finding.account.description,
                actions: hold.proposed.isEmpty ? decider.containing : hold.proposed.map(\.action)),
            at: responder.time, now: responder.clock.now())
        let steps = execution.steps(of: .contain)
        let kept = steps.filter { [.done, .alreadyDone].contains(execution.state(of: $0)) }
        let lost = steps.filter { execution.state(of: $0) == .failed }.map { execution.failures[$0] ?? "unknown" }
        var sentences = [hold.why]
        if execution.planned[.contain]?.held != nil {
            sentences += kept.compactMap { execution.step($0) }.map { "Done meanwhile: \($0.sentence)" }
            sentences += lost.map { "Evidence could not be kept: \($0)" }
        }
        if group.earlier > 0 {
            sentences.append("\(group.earlier) more were held for this cause in the two hours before.")
        }
        if group.teller == execution.id {
            sentences.append(
                "Others of this cause are told of together, with the first of the next hour: quell journal holds")
        }
        return Conclusion(.held, sentences.joined(separator: " "), group: group)
    }
}

extension Decider {
    /// Ids of the rule's actions that contain.
    var containing: [String] {
        rule.respond.map(\.action).filter { catalog[$0]?.manifest.phase == .contain }
    }
}

extension Execution {
    /// Whether this is the execution that tells people, of all that were held for one cause.
    var isTeller: Bool { conclusion?.group.map { $0.teller == id } ?? true }
}
