import ActionKit
import JSON

@testable import Engine

extension Letter {
    static func name(_ thing: Thing) -> StepName {
        StepName(phase: thing.phase, action: "model", step: "\(thing)")
    }

    private static func planned(_ phase: Manifest.Phase, _ things: [Thing], before: Values) -> Record {
        .planned(
            Planned(
                phase: phase, account: "111122223333", plans: Skeleton.plans(things, before: before), reasons: [:],
                hash: "h"))
    }

    private static let admission = Admission(
        key: "k", generation: 1, rule: "r", playbook: "p", source: "guardduty", findingID: "f", findingType: "t",
        findingUpdatedAt: nil, account: "111122223333", region: "eu-west-1", resource: "i-1", actions: ["model"])

    /// The engine's records.
    var records: [Record] {
        switch self {
        case .begun: [.received(Received(event: "{}", sha256: "00")), .admitted(Self.admission)]
        case .confirmed: [.confirmed(evidence: .null)]
        case .contain(let seen, let things): [Self.planned(.contain, things, before: seen)]
        case .phase(.notify): [Self.planned(.notify, [.message], before: Values())]
        case .phase(.archive): [Self.planned(.archive, [.finding], before: Values())]
        case .phase(let phase): [Self.planned(phase, [], before: Values())]
        case .intent(let thing): [.intent(step: Self.name(thing), attempt: 1)]
        case .observed(let thing, let wasDone):
            [.observed(Observation(step: Self.name(thing), wasDone: wasDone, now: 1, outputs: [:]))]
        case .failed(let thing): [.stepFailed(step: Self.name(thing), why: "It did not work.")]
        case .concluded(let outcome): [.concluded(Conclusion(outcome, "So it ends."))]
        case .closed: [.closed]
        case .undoRequested: [.undoRequested(by: "anna", isForced: false)]
        case .undoRefused: [.undoRefused(conflicts: [])]
        case .undone: [.undone]
        case .undoIntent(let thing): [.undoIntent(step: Self.name(thing))]
        case .undoObserved(let thing): [.undoObserved(step: Self.name(thing), now: 0, note: nil)]
        case .undoFailed(let thing): [.undoFailed(step: Self.name(thing), why: "It did not work.")]
        }
    }
}
