import ActionKit
import AWSClient
import JSON

/// Reads effects and conditions; asks AWS once for what several of them share.
struct EffectReader {
    let access: any AccountAccess
    let session: Session
    private var answers: [Call: Result<JSONValue, AWSError>] = [:]

    init(access: any AccountAccess, session: Session) {
        self.access = access
        self.session = session
    }

    /// The value a query selects in the answer of a call, which is asked for at most once.
    ///
    /// A resource that is not there reads as null, so that a step whose thing is gone can still be told apart.
    mutating func value(_ call: Call, _ select: JSONQuery) async throws(AWSError) -> JSONValue {
        let answer: Result<JSONValue, AWSError>
        if let known = answers[call] {
            answer = known
        } else {
            do throws(AWSError) {
                answer = .success(try await access.perform(call, in: session))
            } catch {
                answer = .failure(error)
            }
            answers[call] = answer
        }
        switch answer {
        case .success(let value): return select(value)
        case .failure(let error):
            guard error.kind == .notFound else { throw error }
            return .null
        }
    }

    /// Whether a condition holds; false when its outputs are not known.
    mutating func holds(_ condition: Condition, outputs: [String: JSONValue]) async throws(AWSError) -> Bool {
        guard let call = condition.read.filled(with: outputs), let wanted = condition.equals.filled(with: outputs)
        else { return false }
        return try await value(call, condition.select).unordered == wanted.unordered
    }
}

extension Effect {
    /// The effect with the outputs of earlier steps filled in; nil when one is not known.
    func filled(with outputs: [String: JSONValue]) -> Effect? {
        guard let read = read.filled(with: outputs), let after = after.filled(with: outputs) else { return nil }
        // Where a step was passed over there is no value before, and none that could be mistaken for it.
        let before = before.filled(with: outputs) ?? before
        return Effect(
            read, select: select, before: before, after: after, failing: failing, patience: patience)
    }
}
