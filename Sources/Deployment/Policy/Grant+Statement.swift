import ActionKit

/// What the placeholders of grants stand for in one stack.
struct GrantContext {
    /// Tag key of exceptions.
    let exceptionTag: String
    /// Whether the tag alone exempts.
    ///
    /// Otherwise no role may refuse on account of it: IAM knows no approvals, and whoever sets the tag would be immune.
    let tagExempts: Bool
    /// Values that the playbook gives to options, by name.
    let options: [String: [String]]

    /// The texts a grant's text stands for, fit for `Fn::Sub`: one, or one for each value of an option.
    func texts(_ text: String) -> [String] {
        let plain = text.replacing("{partition}", with: "${AWS::Partition}")
            .replacing("{account}", with: "${AWS::AccountId}").replacing("{exception-tag}", with: exceptionTag)
            .replacing("{topic}", with: "${Alerts}")
        guard let start = plain.firstRange(of: "{option:") else { return [plain] }
        guard let end = plain[start.upperBound...].firstIndex(of: "}") else { return [plain] }
        let name = String(plain[start.upperBound..<end])
        return (options[name] ?? []).map { value in
            plain.replacingCharacters(start.lowerBound..<plain.index(after: end), with: value)
        }
    }
}

extension Grant {
    /// The statement in a template; nil where the playbook gives it nothing to be about.
    func statement(_ context: GrantContext) -> CloudNode? {
        let asksForTag = conditions.contains { $0.key.contains("{exception-tag}") }
        guard context.tagExempts || !asksForTag else { return nil }
        let resources = resources.flatMap(context.texts)
        guard !resources.isEmpty else { return nil }
        let statement = Statement(
            id: id, effect: effect == .allow ? .allow : .deny, actions: actions,
            resources: resources.map(CloudNode.sub),
            conditions: conditions.map { condition in
                let values = condition.values.flatMap(context.texts).map(CloudNode.sub)
                return Statement.Condition(
                    condition.test, context.texts(condition.key).first ?? condition.key,
                    values.count == 1 ? values[0] : .list(values))
            })
        guard let parameter else { return statement.node }
        return .when(parameter, statement.node)
    }
}

extension String {
    fileprivate func replacingCharacters(_ range: Range<Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}
