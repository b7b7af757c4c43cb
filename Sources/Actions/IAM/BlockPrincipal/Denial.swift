import ActionKit
import AWSClient
import JSON

/// How a user or role comes to be denied everything, given the policies it has now.
enum Denial {
    case denied
    case step(Step)
    /// Something stands in the way that people must look at.
    case held(String)
}

extension Identity {
    /// The managed policy `AWSDenyAll`; an inline policy of the same effect where the quota of managed policies is full.
    func denial(_ situation: Situation, partition: String) async throws(AWSError) -> Denial {
        let policy = "arn:\(partition):iam::aws:policy/AWSDenyAll"
        let read = call(kind.listAttached, situation)
        let attached = try await situation.reader.read(read)["AttachedPolicies"]?.array ?? []
        if attached.contains(where: { $0["PolicyArn"]?.string == policy }) { return .denied }
        guard attached.count < Self.managedPolicyQuota else {
            return try await inlineDenial(situation, attached: attached.count)
        }
        let select = try JSONQuery.members("PolicyArn", of: "AttachedPolicies", where: "PolicyArn", is: policy)
        let input: [String: JSONValue] = ["PolicyArn": .string(policy)]
        return .step(
            Step(
                "deny-all", "Attach the policy AWSDenyAll to \(kind.rawValue) \(name).",
                call: call(kind.attach, situation, input),
                effect: Effect(read, select: select, before: [], after: [.string(policy)]),
                undo: .call(call(kind.detach, situation, input)), requires: [isUnchanged(situation)]))
    }

    private func inlineDenial(_ situation: Situation, attached: Int) async throws(AWSError) -> Denial {
        let read = call(kind.listInline, situation)
        let names = try await situation.reader.read(read)["PolicyNames"]?.strings ?? []
        let policy: [String: JSONValue] = ["PolicyName": .string(Self.inlinePolicy)]
        if names.contains(Self.inlinePolicy) {
            // The name proves nothing: an attacker may have put another document under it.
            let answer = try await situation.reader.read(call(kind.getInline, situation, policy))
            if Self.isDenyAll(answer["PolicyDocument"]?.string ?? "") { return .denied }
            return .held(
                """
                The \(kind.rawValue) \(name) has an inline policy \(Self.inlinePolicy) that does not deny everything. \
                Somebody changed it: look at it, delete it, and run the response again.
                """)
        }
        let document: [String: JSONValue] = ["PolicyDocument": .string(Self.document.description)]
        let found = JSONQuery("PolicyNames")
        let after = names.map { JSONValue.string($0) } + [.string(Self.inlinePolicy)]
        return .step(
            Step(
                "deny-all",
                """
                Put the inline policy \(Self.inlinePolicy), which denies everything, on \(kind.rawValue) \(name): \
                it has \(attached) managed policies already.
                """,
                call: call(kind.putInline, situation, policy.merging(document) { $1 }),
                effect: Effect(read, select: found, before: .array(names.map { .string($0) }), after: .array(after)),
                undo: .call(call(kind.deleteInline, situation, policy)), requires: [isUnchanged(situation)]))
    }

    /// Whether the document is ours, however it is spelled.
    static func isDenyAll(_ text: String) -> Bool {
        guard let value = try? JSONValue(parsing: text) else { return false }
        return value == document
    }
}
