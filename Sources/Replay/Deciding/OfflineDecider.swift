import AWSClient
import ActionKit
import Engine
import Findings
import JSON
import Playbook
import Synchronization

/// Decides about events of a history as the engine would, without AWS: what only the live account can tell is left out.
struct OfflineDecider {
    private struct Step {
        let rule: Rule
        /// The rule's actions that change something, ready to decide.
        let containing: [any Action]
        let ids: [String]
    }

    private let playbook: Playbook
    private let steps: [Step]
    private var guards: OfflineGuards
    private var answered = Recent<UInt64, Answer>(limit: OfflineDecider.remembered)

    /// How many findings are remembered, at least half as many at any time.
    static let remembered = 1_000_000

    private struct Answer {
        let verdict: Verdict
        /// A hash of when the finding was updated last.
        let news: UInt64
    }

    init(_ playbook: Playbook, _ actions: [any Action.Type]) throws(ReplayError) {
        self.playbook = playbook
        let types = Dictionary(actions.map { ($0.manifest.id, $0) }, uniquingKeysWith: { first, _ in first })
        var steps: [Step] = []
        for rule in playbook.rules {
            var containing: [any Action] = []
            var ids: [String] = []
            for response in rule.respond {
                guard let type = types[response.action], type.manifest.phase == .contain else { continue }
                do {
                    containing.append(try type.init(response.options))
                } catch {
                    throw ReplayError("The rule \"\(rule.name)\" cannot be replayed: \(error)")
                }
                ids.append(response.action)
            }
            steps.append(Step(rule: rule, containing: containing, ids: ids))
        }
        self.steps = steps
        guards = OfflineGuards(playbook.guardrails, actions.map { $0.manifest })
    }

    /// Whether the history is so long that repeats, or used up limits, may have been forgotten.
    var hasForgotten: Bool { answered.hasForgotten || guards.hasForgotten }

    /// What becomes of an event under the rules at some positions.
    mutating func verdicts(_ happening: PastEvent, _ rules: [Int]) async -> [(rule: Int, verdict: Verdict)] {
        var verdicts: [(rule: Int, verdict: Verdict)] = []
        for rule in rules { verdicts.append((rule, await verdict(happening, steps[rule]))) }
        return verdicts
    }

    private mutating func verdict(_ happening: PastEvent, _ step: Step) async -> Verdict {
        let finding = happening.finding.seen(by: step.rule)
        let key = Self.hash(Responder.key(finding, step.rule))
        let news = Self.hash(finding.updatedAt ?? "")
        if let earlier = answered[key], isRepeat(earlier, finding, isSameNews: earlier.news == news) {
            return .duplicate
        }
        let verdict = await fresh(happening, step)
        answered[key] = Answer(verdict: verdict, news: news)
        return verdict
    }

    /// As the engine treats a finding that it has handled before, where what it did still holds.
    private func isRepeat(_ earlier: Answer, _ finding: Finding, isSameNews: Bool) -> Bool {
        switch earlier.verdict {
        // AWS Config tells of changes only: news about the same resource means that it has changed back.
        case .acts: finding.source == .guardDuty || isSameNews
        case .asks: true
        case .overBudget, .held: false
        case .tells, .exempt, .notApplicable, .duplicate: isSameNews
        }
    }

    private mutating func fresh(_ happening: PastEvent, _ step: Step) async -> Verdict {
        guard !step.containing.isEmpty else { return .tells }
        let finding = happening.finding.seen(by: step.rule)
        // The event tells the tags of what it is about itself.
        if finding.resource == happening.finding.resource, happening.tags.contains(playbook.exceptionTag) {
            return .exempt
        }
        if let arn = finding.resource.arn,
            playbook.guardrails.protect.contains(where: { GlobPattern($0).matches(arn) })
        {
            return .held
        }
        var acting: [String] = []
        for (action, id) in zip(step.containing, step.ids) where await mayAct(action, finding, happening) {
            acting.append(id)
        }
        guard !acting.isEmpty else { return .notApplicable }
        let change = OfflineGuards.Change(
            account: finding.account.description,
            // What has no ARN is called alike in no two accounts.
            resource: finding.resource.arn ?? "\(finding.account) \(finding.resource)",
            finding: finding.id, findingType: finding.type, time: happening.time, isOrdered: happening.isOrdered)
        if let held = guards.verdict(acting, change) { return held }
        return step.rule.approvalDemand(for: Set(acting), happening.event) == nil ? .acts : .asks
    }

    /// Asks the action itself: what it decides without looking at the account holds, and where it must look it may act.
    private func mayAct(_ action: any Action, _ finding: Finding, _ happening: PastEvent) async -> Bool {
        let reader = NoReader()
        let situation = Situation(
            finding: finding, event: happening.event, execution: "0000000000000000", reader: reader)
        do {
            guard case .leaveAlone = try await action.decide(situation) else { return true }
            return reader.wasAsked
        } catch {
            return true
        }
    }

    /// FNV-1a: keys are remembered by their hashes.
    private static func hash(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }
}

/// Has no account to read in, and notes that somebody wanted to.
private final class NoReader: Reader {
    private let asked = Mutex(false)

    var wasAsked: Bool { asked.withLock { $0 } }

    func read(_ call: Call) async throws(AWSError) -> JSONValue {
        asked.withLock { $0 = true }
        throw AWSError(kind: .unreachable, operation: call.operation, message: "A replay has no account to look at.")
    }
}
