import Engine
import JSON
import LambdaRuntime

extension RespondHandler {
    /// Sweeps and answers what was missed, as far as time allows.
    ///
    /// A sweep that fails is not handed in again: the next one comes within a quarter of an hour, and finds the rest.
    func sweep(_ plan: SweepPlan, _ invocation: Invocation, _ line: Log.Line) async {
        let sweep = Sweep(responder, places: plan.places, aggregator: plan.aggregator)
        do {
            let report = try await inTime(secondsLeft(invocation) - Self.margin) { try await sweep.look() }
            line.swept(report)
            for missed in report.missed {
                guard secondsLeft(invocation) >= Self.longestResponse + Self.margin else {
                    line.postponed(secondsLeft: secondsLeft(invocation))
                    return
                }
                let responses = try await inTime(secondsLeft(invocation) - Self.margin) {
                    try await sweep.respond(to: missed)
                }
                for response in responses { line.answered(response, milliseconds: nil, receiveCount: nil) }
            }
        } catch {
            line.failed(error, receiveCount: nil)
        }
    }

    private func secondsLeft(_ invocation: Invocation) -> Double {
        Double(invocation.deadline) / 1_000 - responder.clock.now()
    }
}
