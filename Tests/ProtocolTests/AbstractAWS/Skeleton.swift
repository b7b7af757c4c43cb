import AWSClient
import ActionKit
import JSON
import Testing

/// The steps of a response, as far as the protocol is concerned: what they change, in order, and what others may change.
struct Skeleton: Sendable, CustomTestStringConvertible {
    let name: String
    /// What the steps of the phase `contain` change.
    let things: [Thing]
    /// What there may be before.
    let beginnings: [Values]
    /// What somebody else changes meanwhile.
    let disturbed: [Thing]

    var testDescription: String { name }

    /// As `ec2.isolate-instance`: a group with a natural key, emptied; two interfaces put on it; a tag.
    static let isolate = Skeleton(
        name: "isolate", things: [.group, .rules, .first, .second, .tag],
        beginnings: [Values(), Values([.group: 1]), Values([.group: 1, .rules: 1])], disturbed: [.first, .rules])
    /// As `iam.block-principal`: a policy attached, two keys deactivated.
    static let block = Skeleton(
        name: "block", things: [.policy, .key, .otherKey], beginnings: [Values()], disturbed: [.policy, .key])
    /// As `ssm.start-automation`: one start, told from others by a token.
    static let runbook = Skeleton(name: "runbook", things: [.run], beginnings: [Values()], disturbed: [])

    static let all = [isolate, block, runbook]

    /// Everything the whole response changes, in order.
    var order: [Thing] { things + [.message, .finding] }

    func isContained(in values: Values) -> Bool { things.allSatisfy { values.read($0) == 1 } }

    /// What is left to be done where AWS shows these values.
    func todo(_ seen: Values, existenceIsEnough: Bool) -> [Thing] {
        things.filter { thing in
            if thing == .rules, existenceIsEnough, seen[.group] == 1 { return false }
            return seen.read(thing) != 1
        }
    }

    /// The engine's own plans for these things.
    static func plans(_ things: [Thing], before: Values) -> [Plan] {
        guard !things.isEmpty else { return [] }
        return [
            Plan(
                action: "model", resource: "arn:aws:ec2:eu-west-1:111122223333:instance/i-1",
                steps: things.map { step($0, before: before[$0]) })
        ]
    }

    private static func step(_ thing: Thing, before: UInt8) -> Step {
        let read = call(EC2.describeTags, thing, nil)
        return Step(
            "\(thing)", "Change \(thing).", call: call(EC2.createTags, thing, 1),
            effect: thing == .message
                ? nil : Effect(read, select: "Value", before: .number("\(before)"), after: 1),
            undo: thing.isUndoable ? .call(call(EC2.deleteTags, thing, before)) : .kept("It is kept."))
    }

    private static func call(_ operation: AWSClient.Operation, _ thing: Thing, _ value: UInt8?) -> Call {
        Call(
            operation, account: "111122223333", region: "eu-west-1",
            input: ["Thing": .string("\(thing)"), "Value": value.map { .number("\($0)") } ?? .null])
    }
}
