import AWSClient
import ConfigRule
import Engine
import Findings
import JSON
import LambdaRuntime

/// Evaluates a resource for AWS Config, which is told of the evaluation itself; the answer says it once more.
struct ConfigRuleHandler: Sendable {
    private let rule: OpenSecurityGroupRule
    private let log: Log

    init(client: APIClient, region: String, log: Log) {
        rule = OpenSecurityGroupRule(client: client, region: region)
        self.log = log
    }

    func answer(_ invocation: Invocation) async throws -> [UInt8] {
        let evaluations = try await rule.evaluate(try JSONValue(parsing: invocation.body))
        for evaluation in evaluations {
            log.write(
                .info, "resource evaluated",
                [
                    "requestId": .string(invocation.requestID), "resource": .string(evaluation.resourceID),
                    "compliance": .string(evaluation.compliance.rawValue), "why": .string(evaluation.annotation),
                ])
        }
        return Array(JSONValue.array(evaluations.map(\.input)).description.utf8)
    }
}
