import ActionKit
import EventPattern
import JSON
import Playbook

/// A rule as it is compared with others.
struct RuleShape {
    let rule: LintSubject.Rule
    let shape: PatternShape

    /// That people must approve, as a rule or one of its actions asks for it.
    struct Demand {
        let unless: EventPattern?

        /// Whether the event needs no approval.
        func frees(_ event: JSONValue) -> Bool {
            guard let unless, let event = try? Event(event.description) else { return false }
            return unless.matches(event)
        }
    }

    /// What the response of a rule waits for; nil where it waits for nobody.
    ///
    /// The demand of any of its actions holds the whole response.
    func demand(of change: LintSubject.Response) -> Demand? {
        let asking = rule.approval ?? change.approval ?? rule.changes.lazy.compactMap(\.approval).first
        return asking.map { member in
            let unless = member.value.members.named("unless").map { PatternText($0.value).json }
            return Demand(unless: unless.flatMap { try? EventPattern($0) })
        }
    }

    /// Whether both change the same thing of one finding for certain.
    func isAboutSame(as other: RuleShape) -> Bool { rule.about != nil && rule.about == other.rule.about }

    /// Whether this rule does all that the other does, on the same terms.
    func makesSuperfluous(_ other: RuleShape) -> Bool {
        guard !other.rule.responses.isEmpty, isAboutSame(as: other),
            rule.approval?.value.json == other.rule.approval?.value.json,
            other.rule.responses.count == other.rule.respond?.value.elements.count
        else { return false }
        return other.rule.responses.allSatisfy { response in
            rule.responses.contains { own in
                own.id == response.id && own.options != nil && own.options == response.options
                    && own.approval?.value.json == response.approval?.value.json
            }
        }
    }
}

extension LintSubject {
    /// Every way is compared with every other one.
    private static let mostWays = 1_000

    /// The rules whose patterns can be compared, as far as they have no more ways than can be; none of a playbook that has
    /// too many rules.
    var shapes: [RuleShape] {
        guard rules.count <= Self.mostWays else { return [] }
        let shapes = rules.compactMap { rule -> RuleShape? in
            guard let when = rule.when, let pattern = rule.pattern, let shape = PatternShape(when.value, pattern) else {
                return nil
            }
            return RuleShape(rule: rule, shape: shape)
        }
        var left = Self.mostWays - shapes.count
        return shapes.filter { shape in
            guard shape.shape.ways.count - 1 <= left else { return false }
            left -= shape.shape.ways.count - 1
            return true
        }
    }
}

extension LintSubject.Response {
    /// Whether both do the same thing to what a finding names.
    func concernsSame(as other: LintSubject.Response) -> Bool {
        guard let options, let others = other.options else { return false }
        guard id == other.id else { return work != nil && work == other.work }
        guard manifest.options.contains(where: { $0.name == "document" }) else { return true }
        return options.text("document") == others.text("document")
            && options.parameters("parameters").filter { $0.value.isPath }
                == others.parameters("parameters").filter { $0.value.isPath }
    }

    /// The action whose resource it changes: itself, or of a runbook the action that changes the same; nil for others.
    private var work: String? {
        guard let options, manifest.options.contains(where: { $0.name == "document" }) else { return id }
        let document = options.text("document")
        // Only what the finding names is the same resource for certain.
        guard let needed = RunbookCatalogue.named(document)?.needed,
            options.parameters("parameters")[needed]?.isPath ?? false
        else { return nil }
        return RunbookCatalogue.works[document]
    }
}

extension JSONValue {
    /// Whether it is a path into the event, or a list of them.
    fileprivate var isPath: Bool { (strings ?? [string ?? ""]).allSatisfy { $0.hasPrefix("$.") } }
}
