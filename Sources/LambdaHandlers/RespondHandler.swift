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
    private let remind: Remind?
    private let sweepPlan: SweepPlan?

    /// Has the inbox ask after a while whether the changes of an execution still hold.
    package typealias Remind = @Sendable (_ execution: String) async throws -> Void

    /// Time that a response may need: with less left until the deadline, none is begun.
    static let longestResponse = 30.0
    /// Time kept for answering Lambda and for what waits in between, in seconds.
    static let margin = 3.0

    /// Without `remind` changes are looked at again when the next schedule comes.
    ///
    /// `sweep` is where messages that ask for a sweep have it look; nil to leave them alone.
    package init(responder: Responder, log: Log, remind: Remind? = nil, sweep: SweepPlan? = nil) {
        self.responder = responder
        self.log = log
        self.remind = remind
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
        let body = Array(message.body.utf8)
        let tending = TendMessage(body)
        guard left >= Self.longestResponse + Self.margin else {
            line.postponed(secondsLeft: left)
            return tending != nil
        }
        if let tending {
            await tend(tending, line, within: left - Self.margin)
            return true
        }
        if let sweepPlan, SweepMessage(body) != nil {
            await sweep(sweepPlan, invocation, line)
            return true
        }
        do {
            let responses = try await inTime(left - Self.margin) { [responder] in
                guard let message = ApplyMessage(body) else { return try await responder.respond(to: body) }
                return [try await responder.apply(message.execution)]
            }
            let milliseconds = (responder.clock.now() - start) * 1_000
            var isDone = true
            for response in responses {
                line.answered(response, milliseconds: milliseconds, receiveCount: message.receiveCount)
                if try await responder.mustComeAgain(response) { isDone = false }
                await look(after: response, line)
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

    /// Does what is due; what cannot be done now is due at the next schedule, so no message comes again for it.
    private func tend(_ message: TendMessage, _ line: Log.Line, within seconds: Double) async {
        do {
            let tended = try await inTime(seconds) { [responder] in
                guard let id = message.execution else { return try await responder.tend() }
                return try await responder.tend(id).map { [$0] } ?? []
            }
            for one in tended {
                line.tended(one)
                if let response = one.response { await look(after: response, line) }
            }
        } catch {
            line.failed(error, receiveCount: nil)
        }
    }

    /// Sees to it that changes that were made are looked at on time; the schedule does the same, up to a minute later.
    private func look(after response: Response, _ line: Log.Line) async {
        guard let remind, [.contained, .partial].contains(response.conclusion.outcome) else { return }
        do {
            try await remind(response.execution)
        } catch {
            line.notReminded(response.execution, error)
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
}

/// The function's time is over before a response was.
struct OutOfTime: Error, CustomStringConvertible {
    var description: String {
        "The time of the invocation ran out. The journal says how far the response came; the event comes again and it "
            + "goes on from there."
    }
}
