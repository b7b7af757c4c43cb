import ActionKit
package import JSON

/// What came of one event under one rule, as programs and people are told it.
package struct Response: Hashable, Sendable {
    package struct StepLine: Hashable, Sendable {
        package let action: String
        /// Operation id of the step's call.
        package let call: String
        package let sentence: String
        package let state: String
        /// What the step's effect read before and reads now; null without an effect.
        package let before: JSONValue
        package let after: JSONValue
    }

    /// Id of the execution that records it.
    package let execution: String
    package let rule: String?
    package let findingID: String?
    package let findingType: String?
    package let account: String?
    package let region: String?
    package let resource: String?
    package let conclusion: Conclusion
    /// What was found of exceptions.
    package var exceptions: [ExceptionJudgement] = []
    package let steps: [StepLine]
    package let isUndoable: Bool

    /// The documented JSON of `quell respond`.
    package var json: JSONValue {
        func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
        var members: [String: JSONValue] = [
            "execution": .string(execution), "rule": text(rule), "findingId": text(findingID),
            "account": text(account), "region": text(region), "resource": text(resource),
            "outcome": .string(conclusion.outcome.rawValue), "why": .string(conclusion.why),
            "steps": .array(
                steps.map { step in
                    [
                        "action": .string(step.action), "call": .string(step.call),
                        "sentence": .string(step.sentence), "state": .string(step.state),
                    ]
                }),
            "undoable": .bool(isUndoable),
            "residualRisk": .array(conclusion.residualRisk.map(JSONValue.string)),
        ]
        if !exceptions.isEmpty { members["exceptions"] = .array(exceptions.map(\.json)) }
        return .object(members)
    }
}

extension Execution {
    /// The response so far; `conclusion` stands in while there is none.
    package func response(else conclusion: Conclusion? = nil) -> Response {
        let lines = steps.map { name in
            let step = step(name)
            return Response.StepLine(
                action: name.action, call: step?.call.operation ?? "", sentence: step?.sentence ?? "",
                state: state(of: name).rawValue, before: step?.effect?.before ?? .null,
                after: observed[name] ?? .null)
        }
        var response = Response(
            execution: id, rule: admission?.rule, findingID: admission?.findingID, findingType: admission?.findingType,
            account: admission?.account, region: admission?.region, resource: admission?.resource,
            conclusion: self.conclusion ?? conclusion ?? Conclusion(.failed, "The execution has not ended."),
            steps: lines, isUndoable: isUndoable)
        response.exceptions = exceptions
        return response
    }
}
