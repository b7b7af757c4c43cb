import AWSClient
package import ActionKit
import Actions
import Engine
import Findings
import JSON
import SimulatedAWS

extension ProtectionCheck {
    /// The same with every guard of the engine out of the way: the action decides, its plan is carried out call by call, and
    /// the role that its manifest grants must be too weak for any of it.
    package func unguarded(
        seed: UInt64, grants: [Grant] = BlockPrincipal.manifest.grants
    ) async throws -> Complaints {
        var dice = Dice(seed: seed)
        let pattern = dice.one(of: Rescuers.names.map { "arn:*:iam::*:\($0)" })
        let (stage, subject, event) = scene(pattern, &dice)
        let purpose = BlockPrincipal.manifest.id
        let policy = Self.policy(grants)
        stage.aws.change { world in
            world[identities: Scenery.member].roles["Security-IR-Role-\(purpose)"]?.inline = [
                purpose: policy.description
            ]
        }
        var complaints = Complaints()
        let access = stage.access(Life())
        guard case .finding(let finding, _) = Intake(event) else {
            complaints.add(["The event is no finding."], at: "seed \(seed)", of: stage.incident.name)
            return complaints
        }
        let execution = "0123456789abcdef"
        let situation = Situation(
            finding: finding, event: try JSONValue(parsing: event), execution: execution,
            reader: Reading(access: access, session: Session(execution: execution, policy: nil)))
        guard
            case .plan(let plan) = try await BlockPrincipal(Options([:], for: BlockPrincipal.manifest)).decide(
                situation)
        else { return complaints }
        let session = Session(
            execution: execution, policy: SessionPolicy.text(allowing: plan.calls), purpose: purpose)
        var sentences: [String] = []
        for call in plan.steps.map(\.call) where (try? await access.perform(call, in: session)) != nil {
            sentences.append("\(subject) of \(pattern) is changed by \(call.operation), with no guard but its role.")
        }
        complaints.add(sentences, at: "seed \(seed)", of: stage.incident.name)
        return complaints
    }

    /// What a role's grants are in the account of the scenery, with everything that parameters can switch on.
    private static func policy(_ grants: [Grant]) -> JSONValue {
        func filled(_ texts: [String]) -> JSONValue {
            .array(
                texts.map { text in
                    .string(
                        text.replacing("{partition}", with: "aws").replacing("{account}", with: Scenery.member)
                            .replacing("{exception-tag}", with: "SecurityException"))
                })
        }
        let statements = grants.map { grant -> JSONValue in
            var tests: [String: [String: JSONValue]] = [:]
            for condition in grant.conditions {
                let key = condition.key.replacing("{exception-tag}", with: "SecurityException")
                tests[condition.test, default: [:]][key] = filled(condition.values)
            }
            return [
                "Sid": .string(grant.id), "Effect": .string(grant.effect.rawValue),
                "Action": .array(grant.actions.map(JSONValue.string)), "Resource": filled(grant.resources),
                "Condition": .object(tests.mapValues(JSONValue.object)),
            ]
        }
        return ["Version": "2012-10-17", "Statement": .array(statements)]
    }

    private struct Reading: Reader {
        let access: any AccountAccess
        let session: Session

        func read(_ call: Call) async throws(AWSError) -> JSONValue { try await access.perform(call, in: session) }
    }
}
