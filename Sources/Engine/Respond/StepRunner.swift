import ActionKit
import AWSClient
import JSON

/// Takes one step: looks, writes down the intent, calls, and reads back until the effect is there.
struct StepRunner {
    /// How a step ended.
    enum Result: Hashable {
        case observed(wasDone: Bool, now: JSONValue, outputs: [String: JSONValue])
        case failed(String)
        /// The kill switch is on; nothing more was called.
        case halted(String)
        /// The live value is neither what it was when the plan was made nor what the step would make it.
        case changed(String)
    }

    /// Attempts for errors that may pass.
    static let attempts = 3

    let access: any AccountAccess
    let session: Session
    let clock: EngineClock

    /// Takes the step to its end, whatever that is.
    ///
    /// With `overwrites` it is taken whatever the live value has become: the change was made before and is made again.
    /// `halted` is asked before every call that changes something, and answers why none may be made.
    /// `beforeCall` writes the intent; it must be durable when it returns. `whileWaiting` renews the lease.
    func run(
        _ step: Step, outputs: [String: JSONValue], isFresh: Bool, overwrites: Bool = false,
        halted: () async -> String? = { nil },
        beforeCall: (Int) async throws -> Void, whileWaiting: () async throws -> Void
    ) async throws -> Result {
        guard let call = step.call.filled(with: outputs) else {
            return .failed("It needs what an earlier step did not yield.")
        }
        let effect = step.effect?.filled(with: outputs)
        if step.effect != nil, effect == nil { return .failed("It needs what an earlier step did not yield.") }
        if let effect, !isFresh {
            switch try await look(effect, at: step) {
            case .success(.changed?) where overwrites: break
            case .success(let result?): return result
            case .success(nil): break
            case .failure(let error): return .failed("Its effect cannot be read: \(error)")
            }
        }
        if let unmet = await firstUnmet(step.requires, outputs) { return .failed(unmet) }
        var mayBeLate = true
        for attempt in 1... {
            if let why = await halted() { return .halted(why) }
            try await beforeCall(attempt)
            let answer: JSONValue
            do throws(AWSError) {
                answer = try await access.perform(call, in: session)
            } catch {
                if let effect, await holds(effect) {
                    return try await readBack(step, effect, .null, whileWaiting)
                }
                // It may have worked, and its effect takes as long as any.
                if let effect, error.mayHaveWorked, !error.isRetryable {
                    return try await readBack(step, effect, .null, whileWaiting)
                }
                if error.isLateGrant, mayBeLate {
                    mayBeLate = false
                    try await clock.sleep(.seconds(AWSError.grantPause))
                    try await whileWaiting()
                    continue
                }
                guard error.isRetryable, attempt < Self.attempts else { return .failed("\(error)") }
                try await clock.sleep(.milliseconds(200 << attempt))
                continue
            }
            return try await readBack(step, effect, answer, whileWaiting)
        }
        return .failed("It was not tried.")
    }

    /// The live value before the call: nil when the call is still to be made.
    private func look(_ effect: Effect, at step: Step) async throws -> Swift.Result<Result?, AWSError> {
        do throws(AWSError) {
            let answer = try await access.perform(effect.read, in: session)
            let now = effect.select(answer)
            if now.unordered == effect.after.unordered {
                return .success(.observed(wasDone: true, now: now, outputs: values(step.outputs, in: answer)))
            }
            if now.unordered == effect.before.unordered { return .success(nil) }
            return .success(
                .changed("\(step.sentence) Before: \(effect.before). Now: \(now). Somebody changed it meanwhile."))
        } catch {
            guard error.kind == .notFound, effect.before == .null else { return .failure(error) }
            return .success(nil)
        }
    }

    private func firstUnmet(_ conditions: [Condition], _ outputs: [String: JSONValue]) async -> String? {
        var reader = EffectReader(access: access, session: session)
        for condition in conditions {
            do throws(AWSError) {
                if try await !reader.holds(condition, outputs: outputs) {
                    return "\(condition.read.operation) does not show \(condition.select) = \(condition.equals), "
                        + "which must be so before this step."
                }
            } catch {
                return "What must be so before this step cannot be read: \(error)"
            }
        }
        return nil
    }

    private func holds(_ effect: Effect) async -> Bool {
        var reader = EffectReader(access: access, session: session)
        do throws(AWSError) {
            return try await reader.value(effect.read, effect.select).unordered == effect.after.unordered
        } catch {
            return false  // The call's own error is the one to report.
        }
    }

    /// Reads until the effect is there, with growing pauses, for as long as the effect may take.
    private func readBack(
        _ step: Step, _ effect: Effect?, _ answer: JSONValue, _ whileWaiting: () async throws -> Void
    ) async throws -> Result {
        guard let effect else {
            return .observed(wasDone: false, now: .null, outputs: values(step.outputs, in: answer))
        }
        let deadline = clock.now() + Double(effect.patience)
        var pause = Duration.milliseconds(100)
        var last = "nothing was read"
        while true {
            do throws(AWSError) {
                let read = try await access.perform(effect.read, in: session)
                let now = effect.select(read)
                if now.unordered == effect.after.unordered {
                    return .observed(wasDone: false, now: now, outputs: values(step.outputs, in: read))
                }
                if effect.failing.contains(where: { $0.unordered == now.unordered }) {
                    return .failed("It ended as \(now); \(effect.after) was expected.")
                }
                last = "it reads \(now)"
            } catch {
                last = "\(error)"
                guard error.isRetryable || error.kind == .notFound else {
                    return .failed("The call was made, but its effect cannot be read: \(error)")
                }
            }
            guard clock.now() < deadline else {
                return .failed("The effect was not there after \(effect.patience) s: \(last).")
            }
            try await clock.sleep(pause)
            pause = min(pause * 2, .seconds(3))
            try await whileWaiting()
        }
    }

    private func values(_ queries: [String: JSONQuery], in answer: JSONValue) -> [String: JSONValue] {
        queries.mapValues { $0(answer) }.filter { $0.value != .null }
    }
}
