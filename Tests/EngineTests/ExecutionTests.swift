import ActionKit
import JSON
import Testing

@testable import Engine

/// Records of an execution with three phases of one or two steps.
enum Records {
    static let first = StepName(phase: .contain, action: "test.mark", step: "set-a")
    static let second = StepName(phase: .contain, action: "test.mark", step: "set-b")
    static let notice = StepName(phase: .notify, action: "test.notify", step: "publish")
    static let archive = StepName(phase: .archive, action: "test.archive", step: "archive")

    static let received = Record.received(Received(event: "{}", sha256: "00"))
    static let admitted = Record.admitted(
        Admission(
            key: "k", generation: 1, rule: "r", playbook: "p", source: "guardduty", findingID: "f",
            findingType: "t", findingUpdatedAt: nil, account: Sample.account, region: Sample.region,
            resource: Sample.instance, actions: ["test.mark"]))

    static func planned(
        _ phase: Manifest.Phase, _ steps: [Step], reasons: [String: Decision.Reason] = [:]
    ) -> Record {
        let action = [.contain: "test.mark", .notify: "test.notify", .archive: "test.archive"][phase] ?? ""
        let plans = steps.isEmpty ? [] : [Plan(action: action, resource: Sample.arn, steps: steps)]
        return .planned(Planned(phase: phase, account: Sample.account, plans: plans, reasons: reasons, hash: "h"))
    }

    static func gathered(
        _ execution: String, _ cause: String, resource: String = Sample.instance, type: String = Sample.type
    ) -> Gathered {
        Gathered(
            execution: execution, cause: cause, why: "w", findingType: type, resource: resource,
            account: Sample.account, actions: ["test.mark"])
    }

    static let held = Record.planned(
        Planned(
            phase: .contain, account: Sample.account, plans: [], reasons: [:], hash: "h",
            subject: Planned.Subject(finding: "f", findingType: Sample.type, resource: Sample.instance),
            held: Hold(cause: "c", why: "w")))

    static let contain = planned(
        .contain, [TagStep.set("a", from: nil, to: "1"), TagStep.set("b", from: "x", to: "y")])
    static let notify = planned(.notify, [publish])
    static let archiving = planned(.archive, [TagStep.set("z", from: nil, to: "1", id: "archive")])
    static let publish = Step(
        "publish", "Tell.", call: TagStep.create("t", "1"), effect: nil, undo: .irreversible("Said."))

    static func intent(_ step: StepName) -> Record { .intent(step: step, attempt: 1) }
    static func done(_ step: StepName, was: Bool = false, outputs: [String: JSONValue] = [:]) -> Record {
        .observed(Observation(step: step, wasDone: was, now: .null, outputs: outputs))
    }
    static func failed(_ step: StepName) -> Record { .stepFailed(step: step, why: "broken") }
    static func concluded(_ outcome: Outcome) -> Record { .concluded(Conclusion(outcome, "w")) }

    /// A response in which everything works, to its end.
    static let whole: [Record] = [
        received, admitted, .confirmed(evidence: .null), contain, intent(first), done(first), intent(second),
        done(second), concluded(.contained), notify, intent(notice), done(notice), archiving, intent(archive),
        done(archive), planned(.report, []), .closed,
    ]
}

@Suite struct ExecutionTests {
    private func execution(_ records: [Record]) -> Execution { Execution(id: "e", replaying: records) }

    private static let commands: [Execution.Command] = [
        .nothing, .confirm, .decide(.contain), .apply(Records.first, isFresh: true),
        .apply(Records.first, isFresh: false), .apply(Records.second, isFresh: true),
        .apply(Records.second, isFresh: false), .verify, .decide(.notify), .apply(Records.notice, isFresh: true),
        .apply(Records.notice, isFresh: false), .decide(.archive), .apply(Records.archive, isFresh: true),
        .apply(Records.archive, isFresh: false), .decide(.report), .close, .nothing,
    ]

    @Test("after each record of a whole response the next command follows", arguments: Array(commands.enumerated()))
    func walk(_ index: Int, _ command: Execution.Command) {
        #expect(execution(Array(Records.whole[...index])).next == command)
    }

    @Test("one record at a time and all at once give the same execution")
    func replay() {
        var execution = Execution(id: "e")
        for record in Records.whole { execution.receive(record) }
        #expect(execution == self.execution(Records.whole))
        #expect(execution.isClosed)
        #expect(execution.steps.allSatisfy { execution.state(of: $0) == .done })
    }

    @Test("an execution without its admission does nothing")
    func unadmitted() {
        #expect(execution([]).next == .nothing)
        #expect(execution([Records.received, Records.concluded(.rejected), .closed]).next == .nothing)
    }

    @Test("a required step that fails ends the phase; the result is verified")
    func requiredFails() {
        let records = Records.whole[..<5] + [Records.failed(Records.first)]
        #expect(execution(Array(records)).next == .verify)
    }

    @Test("an optional step that fails is passed over")
    func optionalFails() {
        let plan = Records.planned(
            .contain, [TagStep.set("a", from: nil, to: "1", isRequired: false), TagStep.set("b", from: "x", to: "y")])
        let records = Records.whole[..<3] + [plan, Records.intent(Records.first), Records.failed(Records.first)]
        #expect(execution(Array(records)).next == .apply(Records.second, isFresh: true))
    }

    @Test("invariant 4: only a proven containment that people were told of is archived", arguments: Outcome.allCases)
    func archives(_ outcome: Outcome) {
        let before = Records.whole[..<8] + [Records.concluded(outcome), Records.notify, Records.intent(Records.notice)]
        let isProven = outcome == .contained || outcome == .alreadyContained
        let told = execution(before + [Records.done(Records.notice)])
        #expect(told.next == (isProven ? .decide(.archive) : .decide(.report)))
        let untold = execution(before + [Records.failed(Records.notice)])
        #expect(untold.next == .amend(.notify))
        #expect(
            execution(before + [Records.failed(Records.notice), Records.concluded(outcome)]).next == .decide(.report))
    }

    @Test(
        "invariant 4: without a notice nothing is archived, whether it was held or not wanted",
        arguments: [
            ["test.notify": Decision.Reason(.held, "No topic.")], [:],
        ])
    func noNotice(_ reasons: [String: Decision.Reason]) {
        let before = Records.whole[..<9] + [Records.planned(.notify, [], reasons: reasons)]
        let execution = execution(Array(before))
        #expect(execution.next == (reasons.isEmpty ? .decide(.report) : .amend(.notify)))
        #expect(execution.shortfall(of: .notify) == (reasons.isEmpty ? nil : "Nobody was told: No topic."))
    }

    @Test("an amended conclusion replaces the first one and starts nothing anew")
    func amended() {
        var execution = execution(
            Records.whole[..<14] + [Records.failed(Records.archive)])
        #expect(execution.next == .amend(.archive))
        #expect(execution.shortfall(of: .archive) == "The finding could not be archived: broken")
        execution.receive(Records.concluded(.partial))
        #expect(execution.conclusion?.outcome == .partial)
        #expect(execution.next == .decide(.report))
    }

    @Test("a conclusion while the plan stands ends the phase", arguments: [3, 4, 5, 6, 7, 8])
    func concludedEarly(_ count: Int) {
        #expect(execution(Records.whole[..<count] + [Records.concluded(.moot)]).next == .decide(.notify))
    }

    @Test(
        "records after the end change nothing of what comes next",
        arguments: [
            Records.concluded(.failed), Records.intent(Records.first), Records.failed(Records.first),
            Records.done(Records.first), .undoRequested(by: "p", isForced: false), .undoIntent(step: Records.first),
            .undoRefused(conflicts: []), .undoFailed(step: Records.first, why: "w"), .undone,
            .undoObserved(step: Records.first, now: .null, note: nil), .closed,
        ])
    func afterTheEnd(_ record: Record) {
        let execution = execution(Records.whole + [record])
        #expect(execution.next == .nothing)
        #expect(execution.isClosed)
    }

    @Test("a step that is in no plan is remembered without being taken")
    func strangers() {
        let stranger = StepName(phase: .contain, action: "test.other", step: "x")
        let execution = execution(Records.whole[..<4] + [Records.intent(stranger), Records.failed(stranger)])
        #expect(execution.next == .apply(Records.first, isFresh: true))
        #expect(execution.step(stranger) == nil)
    }
}

@Suite struct ExecutionUndoTests {
    private func execution(_ records: [Record]) -> Execution { Execution(id: "e", replaying: records) }

    @Test("only what Quell did, and has a way back, is undoable")
    func undoable() {
        let planned = Array(Records.whole[..<4])
        #expect(!execution(planned).isUndoable)
        #expect(execution(planned + [Records.intent(Records.first)]).isUndoable)
        #expect(execution(planned + [Records.intent(Records.first), Records.done(Records.first)]).isUndoable)
        #expect(!execution(planned + [Records.done(Records.first, was: true)]).isUndoable)
        #expect(!execution(Array(Records.whole[..<9]) + [.undone]).isUndoable)
        let notice = Records.whole[..<3] + [Records.concluded(.moot), Records.notify, Records.done(Records.notice)]
        #expect(!execution(Array(notice)).isUndoable)
    }

    @Test("a change that is found done after its own intent is Quell's")
    func cutShort() {
        let execution = execution(
            Records.whole[..<5] + [Records.done(Records.first, was: true), Records.done(Records.second, was: true)])
        #expect(execution.state(of: Records.first) == .done)
        #expect(execution.state(of: Records.second) == .alreadyDone)
    }

    @Test("a step that failed after its call is doubtful, one that failed before it is not")
    func doubtful() {
        let planned = Array(Records.whole[..<4])
        #expect(execution(planned + [Records.failed(Records.first)]).doubtful.isEmpty)
        let called = execution(planned + [Records.intent(Records.first), Records.failed(Records.first)])
        #expect(called.doubtful == [Records.first])
        #expect(!called.isUndoable)
    }

    @Test("an undo that has not ended can be ended")
    func halfUndone() {
        let undone = [Records.second, Records.first].map { Record.undoObserved(step: $0, now: .null, note: nil) }
        let half = execution(Records.whole[..<9] + undone)
        #expect(half.isUndoable)
        #expect(!half.isUndone)
    }

    @Test("what was taken back before its end is not carried on with", arguments: 4...15)
    func takenBack(_ count: Int) {
        #expect(execution(Records.whole[..<count] + [.undone]).next == .close)
    }

    @Test("what a person has begun to take back is not carried on with, unless it was refused", arguments: 4...15)
    func undoBegun(_ count: Int) {
        let sofar = Array(Records.whole[..<count])
        let begun = sofar + [.undoRequested(by: "ann", isForced: false)]
        #expect(execution(begun).next == .nothing, "it may be refused yet, and then nobody would be told")
        #expect(execution(begun + [.undoRefused(conflicts: [])]).next == execution(sofar).next)
    }

    @Test("outputs of later steps replace those of earlier ones")
    func outputs() {
        let execution = execution(
            Records.whole[..<4] + [
                Records.done(Records.first, outputs: ["a": "1", "b": "1"]),
                Records.done(Records.second, outputs: ["b": "2"]),
            ])
        #expect(execution.outputs == ["a": "1", "b": "2"])
    }
}
