import Engine

/// How the work on one event of the inbox ended.
enum Answer: Sendable {
    case done
    /// Nobody's fault that counts: the event is tried again, however often.
    case postponed(String)
    case failed(String)

    /// Has the engine respond, or apply an approved plan.
    static func to(_ body: [UInt8], by responder: Responder, telling log: EventLog) async -> Answer {
        do {
            let responses = try await responses(to: body, by: responder)
            var answer = Answer.done
            for response in responses {
                log.answered(response)
                guard try await responder.mustComeAgain(response) else { continue }
                switch (response.conclusion.outcome, answer) {
                case (.duplicate, .done): answer = .postponed(response.conclusion.why)
                case (.duplicate, _): break
                default: answer = .failed(response.conclusion.why)
                }
            }
            return answer
        } catch let objection as Approval.Objection {
            // It may not be applied, now or later: whoever wants it applied approves it and asks anew.
            log.refused(objection)
            return .done
        } catch let error as JournalError {
            return error.kind == .unavailable ? .postponed(error.description) : .failed(error.description)
        } catch {
            return Task.isCancelled ? .postponed("The service is stopping.") : .failed("\(error)")
        }
    }

    private static func responses(to body: [UInt8], by responder: Responder) async throws -> [Response] {
        guard let message = ApplyMessage(body) else { return try await responder.respond(to: body) }
        return [try await responder.apply(message.execution)]
    }
}
