import ActionKit
import AWSClient

extension Run {
    /// How long until what was made just now shows, in seconds: AWS may not know of a new resource at first.
    static let mootPause = 10.0

    /// What is decided for a phase on what AWS shows now; a resource is taken for gone only when it is not there twice.
    @inline(never)
    mutating func look(for phase: Manifest.Phase) async throws -> (ExceptionRuling, Decider.Decision) {
        let first = try await glance(phase)
        guard phase == .contain, case .concluded(let conclusion) = first.1, conclusion.outcome == .moot else {
            return first
        }
        try await lease.renew()
        try await responder.clock.sleep(.seconds(Self.mootPause))
        return try await glance(phase)
    }

    @inline(never)
    private func glance(_ phase: Manifest.Phase) async throws -> (ExceptionRuling, Decider.Decision) {
        let ruling: ExceptionRuling =
            if phase == .contain {
                await decider.ruleOnExceptions(execution: execution.id)
            } else {
                // What was alarming of exceptions was told with the first outcome.
                execution.drifts.isEmpty ? execution.ruling : ExceptionRuling()
            }
        let isWanted =
            phase != .notify || (execution.isTeller && decider.wantsNotice(of: execution.conclusion?.outcome))
            || ruling.judgements.contains(where: \.isTold) || !execution.drifts.isEmpty
        guard isWanted else { return (ruling, .planned([], reasons: [:])) }
        let report = phase == .contain ? nil : execution.report
        return (ruling, try await decider.decide(phase, execution: execution.id, report: report, ruling))
    }
}
