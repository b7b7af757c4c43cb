@testable import AWSClient
import ActionKit
import JSON
import Synchronization

/// Answers a scenario's calls, remembers them, and refuses what the scenario does not foresee.
final class ScriptedReader: Reader {
    private let answers: [Scenario.Answer]
    private let made = Mutex<[Call]>([])
    private let complaints = Mutex<[String]>([])

    init(_ answers: [Scenario.Answer]) {
        self.answers = answers
    }

    var calls: [Call] { made.withLock { $0 } }
    /// Calls that the scenario does not allow, a sentence each.
    var refusals: [String] { complaints.withLock { $0 } }

    func read(_ call: Call) async throws(AWSError) -> JSONValue {
        made.withLock { $0.append(call) }
        guard let operation = Operation.named(call.operation), operation.isReadOnly else {
            throw refusal("\(call.operation) is not a read-only operation, so a decision must not call it.", call)
        }
        guard let answer = answers.first(where: { $0.operation == call.operation && $0.fits(call.input) }) else {
            throw refusal("\(call.operation) with \(call.input) is not foreseen by the scenario.", call)
        }
        if let code = answer.errorCode {
            throw AWSError(
                kind: AWSError.Kind(code: code, status: 400), operation: call.operation, code: code,
                message: "Scripted.")
        }
        return answer.answer ?? .null
    }

    /// What the scenario has for a call, without counting it as made.
    func foreseen(_ call: Call) -> JSONValue? {
        answers.first { $0.operation == call.operation && $0.fits(call.input) }?.answer
    }

    private func refusal(_ sentence: String, _ call: Call) -> AWSError {
        complaints.withLock { $0.append(sentence) }
        return AWSError(kind: .other, operation: call.operation, message: sentence)
    }
}

extension Scenario.Answer {
    fileprivate func fits(_ given: JSONValue) -> Bool {
        (input.object ?? [:]).allSatisfy { given[$0.key] == $0.value }
    }
}
