import ActionKit
import EventPattern
import JSON
import Playbook

extension PlaybookReader {
    /// Reads `approval: required`, or a mapping of its terms.
    ///
    /// Whatever is wrong is an error: a demand that is misread must not be lost.
    mutating func approval(_ member: YAMLNode.Member?) -> ApprovalDemand? {
        guard let member else { return nil }
        if let word = member.value.exactText {
            if word != "required" {
                fail(
                    .approvalTerms, member.value.position,
                    "\(word.quoted) is no approval; write required, or a mapping of its terms.",
                    fix: Spelling.correction(of: word, in: ["required"]).flatMap {
                        source.replacing(word, at: member.value.position, with: $0)
                    })
            }
            return ApprovalDemand()
        }
        guard let terms = members(member.value, of: "approval", known: PlaybookKeys.approval) else { return nil }
        return ApprovalDemand(
            unless: terms["unless"].flatMap { unless($0) },
            seconds: seconds(terms["expires"]), people: people(terms["people"]),
            escalate: terms["escalate"].flatMap { topicARN($0.value, of: "escalate") })
    }

    private mutating func unless(_ member: YAMLNode.Member) -> ApprovalDemand.Exemption? {
        let node = member.value
        guard case .map(let members) = node.content, !members.isEmpty else {
            fail(
                .approvalTerms, node.position,
                "unless must be an event pattern, a mapping such as {detail: {severity: [{numeric: [\">=\", 8]}]}}, "
                    + "but is \(node.kind).")
            return nil
        }
        return compiled(member).map { ApprovalDemand.Exemption(pattern: $0.compiled, text: $0.json) }
    }

    private mutating func seconds(_ member: YAMLNode.Member?) -> Int {
        guard let member else { return ApprovalDemand.standardSeconds }
        if let text = member.value.exactText, let seconds = ApprovalDemand.seconds(text) { return seconds }
        fail(
            .approvalTerms, member.value.position,
            "expires must be a whole number of minutes, hours or days between 5m and 14d, such as 4h")
        return ApprovalDemand.standardSeconds
    }

    private mutating func people(_ member: YAMLNode.Member?) -> Int {
        guard let member else { return 1 }
        if case .scalar(let scalar) = member.value.content, case .value(let value) = scalar.typed,
            let count = value.int, (1...2).contains(count)
        {
            return count
        }
        fail(
            .approvalTerms, member.value.position,
            "people must be 1 or 2: how many must approve, beside the one who asks.")
        return 1
    }

    /// Says what a demand of one rule will not do, and what has none and should.
    mutating func checkApprovals(
        _ responses: [RuleResponse], of rule: ApprovalDemand?, at position: Position,
        destroying: [(action: String, position: Position, why: String)], _ respond: YAMLNode.Member?
    ) {
        let containing = responses.filter { manifests[$0.action]?.phase == .contain }
        if rule != nil, containing.isEmpty {
            warn(.approvalOfNothing, position, "This rule changes nothing, so there is nothing to approve.")
        }
        if rule == nil, containing.contains(where: { $0.approval != nil }),
            let other = containing.first(where: { $0.approval == nil })
        {
            warn(
                .approvalHoldsOthers, position,
                "\(other.action) waits for the approval that another action of this rule needs; "
                    + "what must not wait belongs in a rule of its own.")
        }
        guard rule == nil, containing.allSatisfy({ $0.approval == nil }) else { return }
        for entry in destroying {
            warn(
                .irreversible, entry.position,
                "\(entry.why) No approval is asked for; add approval: required to the rule.",
                fix: respond.flatMap { source.inserting("approval: required", before: $0.position) })
        }
    }
}
