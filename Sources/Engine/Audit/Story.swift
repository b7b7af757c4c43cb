import ActionKit
import Findings
import JSON

/// Why one execution went as it did: every decision in its order, and what was behind it.
package struct Story: Hashable, Sendable {
    /// What a decision came from.
    package enum Cause: String, Hashable, Sendable, CaseIterable {
        case event, rule, finding, exception, guardrail, action, step, person, outcome, watch
    }

    package struct Line: Hashable, Sendable {
        package let time: String
        package let cause: Cause
        /// What decided: a rule's name, an action's id, a guard's cause, a step, a person; nil for none.
        package let by: String?
        package let words: String
    }

    package let execution: String
    package let findingID: String?
    package let findingType: String?
    package let account: String?
    package let resource: String?
    package let rule: String?
    /// nil while it goes on.
    package let outcome: Outcome?
    package let lines: [Line]
    /// Everything by which people may ask for it, each as it is written in the event or in a plan.
    private let names: Set<String>

    /// `entries` are those of one execution, in order.
    package init(_ execution: String, _ entries: [Entry]) {
        let replayed = Execution(id: execution, replaying: entries.map(\.record))
        let told = replayed.event.flatMap(ToldFinding.init)
        self.execution = execution
        findingID = replayed.admission?.findingID ?? told?.id
        findingType = replayed.admission?.findingType ?? told?.type
        account = replayed.admission?.account ?? told?.account
        resource = replayed.admission?.resource ?? told?.resource
        rule = replayed.admission?.rule
        outcome = replayed.conclusion?.outcome
        lines = entries.flatMap { entry in Self.lines(entry.record, replayed).map { $0.at(entry.time) } }
        var names: Set<String> = [execution]
        names.formUnion([findingID, resource].compactMap(\.self))
        names.formUnion(told?.names ?? [])
        let plans = replayed.planned.values.flatMap { $0.plans + ($0.held?.proposed ?? []) }
        for plan in plans { names.formUnion([plan.resource] + plan.steps.flatMap(\.call.resources)) }
        names.remove("*")
        self.names = names
    }

    /// Whether it is about a finding, a resource, or an execution of that id, ARN or name.
    package func isAbout(_ wanted: String) -> Bool {
        names.contains { name in
            guard name != wanted else { return true }
            // An id or a name is the last part of an ARN, and of what a Config finding is called.
            guard name.hasSuffix(wanted), let before = name.dropLast(wanted.count).last else { return false }
            return before == "/" || before == ":"
        }
    }

    /// The stories of a journal that are about something, oldest first, and how many executions were looked through.
    package static func all(
        about wanted: String, in journal: any Journal, newest limit: Int
    ) async throws -> (stories: [Story], lookedThrough: Int) {
        var stories: [Story] = []
        let executions = try await journal.executions(newest: limit)
        for id in executions {
            let story = Story(id, try await journal.entries(of: id))
            if story.isAbout(wanted) { stories.append(story) }
        }
        return (stories.reversed(), executions.count)
    }
}

/// What the event of an execution that was never admitted is about.
private struct ToldFinding {
    let id: String
    let type: String
    let account: String
    let resource: String
    let names: [String]

    init?(_ event: String) {
        let finding: Finding
        switch Intake(Array(event.utf8)) {
        case .finding(let read, _): finding = read
        case .hubAction(let order, _): finding = order.claimed
        case .unsupported, .rejected: return nil
        }
        (id, type) = (finding.id, finding.type)
        (account, resource) = (finding.account.description, finding.resource.id)
        names = [
            finding.id, finding.arn, finding.resource.id, finding.resource.arn,
            finding.resource.principal?.accessKeyID?.description,
        ].compactMap(\.self)
    }
}
