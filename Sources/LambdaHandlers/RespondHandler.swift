import AWSClient
package import Engine
import Findings
import JSON
import Playbook
package import LambdaRuntime

/// Answers a batch of EventBridge events, one after the other.
///
/// What could not be answered for a technical reason stays in the queue: it comes again, and the queue moves it to the dead
/// letters when it has come too often. Everything else is done, whatever the outcome.
package struct RespondHandler: Sendable {
    let responder: Responder
    private let log: Log
    private let sweepPlan: SweepPlan?

    /// Time that a response may need: with less left until the deadline, none is begun.
    static let longestResponse = 30.0
    /// Time kept for answering Lambda and for what waits in between, in seconds.
    static let margin = 3.0

    /// `sweep` is where messages that ask for a sweep have it look; nil to leave them alone.
    package init(responder: Responder, log: Log, sweep: SweepPlan? = nil) {
        self.responder = responder
        self.log = log
        sweepPlan = sweep
    }

    /// The body to answer with: the messages that have failed.
    package func answer(_ invocation: Invocation) async throws(BatchMistake) -> [UInt8] {
        let batch = try QueueBatch(invocation.body)
        var failed: [String] = []
        for message in batch.messages where await !isDone(message, invocation) { failed.append(message.id) }
        await expireApprovals(invocation)
        return QueueBatch.answer(failed: failed)
    }

    private func isDone(_ message: QueueBatch.Message, _ invocation: Invocation) async -> Bool {
        let line = log.line(invocation.requestID, message.id)
        let start = responder.clock.now()
        let left = Double(invocation.deadline) / 1_000 - start
        guard left >= Self.longestResponse + Self.margin else {
            line.postponed(secondsLeft: left)
            return false
        }
        let bytes = Array(message.body.utf8)
        if let sweepPlan, SweepMessage(bytes) != nil {
            await sweep(sweepPlan, invocation, line)
            return true
        }
        do {
            let responses = try await inTime(left - Self.margin) { [responder] in
                guard let message = ApplyMessage(bytes) else { return try await responder.respond(to: bytes) }
                return [try await responder.apply(message.execution)]
            }
            let milliseconds = (responder.clock.now() - start) * 1_000
            var isDone = true
            for response in responses {
                line.answered(response, milliseconds: milliseconds, receiveCount: message.receiveCount)
                if try await mustComeAgain(response) { isDone = false }
            }
            return isDone
        } catch let objection as Approval.Objection {
            // It may not be applied, now or later: whoever wants it applied approves it and sends a message of their own.
            line.refused(objection)
            return true
        } catch {
            line.failed(error, receiveCount: message.receiveCount)
            return false
        }
    }

    /// Tells people of approvals that nobody gave in time; what cannot be told now is told by the next invocation.
    private func expireApprovals(_ invocation: Invocation) async {
        let left = Double(invocation.deadline) / 1_000 - responder.clock.now()
        guard responder.playbook.asksForApproval, left >= Self.longestResponse + Self.margin else { return }
        let line = log.line(invocation.requestID, "-")
        do {
            for response in try await responder.expireApprovals() {
                line.answered(response, milliseconds: 0, receiveCount: nil)
            }
        } catch {
            line.failed(error, receiveCount: nil)
        }
    }

    /// Works, and stops where time runs out: the journal then says how far it came, and another process goes on.
    ///
    /// A cancelled task sends nothing more, to the journal neither; so it is as if the process had ended, which the engine
    /// is made for.
    func inTime<Answer: Sendable>(
        _ seconds: Double, _ work: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        let clock = responder.clock
        let deadline = clock.now() + seconds
        return try await withThrowingTaskGroup(of: Answer.self) { group in
            group.addTask { try await QuotaGovernor.$deadline.withValue(deadline) { try await work() } }
            group.addTask {
                try await clock.sleep(.milliseconds(Int64(seconds * 1_000)))
                throw OutOfTime()
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw OutOfTime() }
            return first
        }
    }

    /// Whether the event must be handed in again for the sake of this response.
    ///
    /// A duplicate of an execution that has not ended is no answer: its process may have died, and then nobody else would
    /// go on with it.
    private func mustComeAgain(_ response: Response) async throws -> Bool {
        switch response.conclusion.outcome {
        case .failed: return true
        case .duplicate:
            let records = try await responder.journal.entries(of: response.execution).map(\.record)
            let execution = Execution(id: response.execution, replaying: records)
            return !execution.isClosed && !execution.isUndoBegun
        case .contained, .alreadyContained, .declined, .exempt, .held, .partial, .moot, .notConfirmed, .notApplicable,
            .ignored,
            .rejected:
            return false
        }
    }
}

/// The function's time is over before a response was.
struct OutOfTime: Error, CustomStringConvertible {
    var description: String {
        "The time of the invocation ran out. The journal says how far the response came; the event comes again and it "
            + "goes on from there."
    }
}
