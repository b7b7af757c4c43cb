import ActionKit
import AWSClient
import Findings
import JSON
import Playbook

/// Everything that is decided about one finding under one rule; reads AWS, never writes.
struct Decider {
    enum Decision {
        case concluded(Conclusion)
        case planned([Plan], reasons: [String: ActionKit.Decision.Reason])
        /// A guard holds the response; the plans only preserve evidence.
        case held(Hold, preserving: [Plan])
    }

    /// A conclusion that ends a reading.
    struct Ended: Error {
        let conclusion: Conclusion

        init(_ outcome: Outcome, _ why: String, residualRisk: [String] = []) {
            conclusion = Conclusion(outcome, why, residualRisk: residualRisk)
        }
    }

    let finding: Finding
    let event: JSONValue
    let rule: Rule
    let playbook: Playbook
    let catalog: ActionCatalog
    let access: any AccountAccess
    let settings: Settings
    let past: Past
    let now: @Sendable () -> Double
    /// The records of approval as they are now.
    let exceptionRegister: @Sendable () async -> ExceptionRegister
    /// Why the finding behind an order could not be read; then `finding` is only what the order claims.
    var unread: Ended?

    /// Whether people are told of an outcome: when the rule asks, when it archives, and when it demands attention.
    func wantsNotice(of outcome: Outcome?) -> Bool {
        let isAsked = rule.respond.contains { (catalog[$0.action]?.manifest.phase ?? .contain) != .contain }
        return isAsked || outcome?.demandsAttention ?? true
    }

    func decide(
        _ phase: Manifest.Phase, execution: String, report: Report?, _ ruling: ExceptionRuling
    ) async throws -> Decision {
        switch phase {
        case .contain: return try await contain(execution: execution, ruling)
        case .notify, .archive, .report:
            let responses = responses(of: phase)
            let (plans, reasons) = await decisions(responses, execution: execution, report: report)
            guard phase == .notify, let report else { return .planned(plans, reasons: reasons) }
            let alarms = await alarms(ruling, responses, execution: execution, report: report)
            return .planned(plans.with(alarms), reasons: reasons)
        }
    }

    /// The rule's responses of a phase; alerts that nobody asked for go out with the action's standard options.
    func responses(of phase: Manifest.Phase) -> [RuleResponse] {
        let asked = rule.respond.filter { catalog[$0.action]?.manifest.phase == phase }
        guard asked.isEmpty, phase == .notify, let notify = catalog.manifests.first(where: { $0.phase == .notify }),
            let options = try? Options([:], for: notify)
        else { return asked }
        return [RuleResponse(action: notify.id, options: options)]
    }

    private func contain(execution: String, _ ruling: ExceptionRuling) async throws -> Decision {
        let all = responses(of: .contain)
        let exempt = ruling.exempt
        let responses = all.filter { exempt[$0.action] == nil }
        do throws(Ended) {
            if let conclusion = ruling.conclusion { return .concluded(conclusion) }
            guard !all.isEmpty else {
                throw Ended(.notApplicable, "The rule \"\(rule.name)\" changes nothing; it only tells people.")
            }
        } catch {
            return .concluded(error.conclusion)
        }
        if let hold = protection(of: ruling.arn) { return .held(hold, preserving: []) }
        let (plans, decided) = await decisions(responses, execution: execution, report: nil)
        // An action that an exception keeps from acting leaves something open that people must know of.
        let reasons = decided.merging(exempt.mapValues { ActionKit.Decision.Reason(.held, $0) }) { $1 }
        guard !plans.isEmpty else { return .concluded(conclusion(of: all, reasons)) }
        if let hold = rescued(plans) { return .held(hold, preserving: []) }
        guard let hold = try await hold(plans, execution: execution) else { return .planned(plans, reasons: reasons) }
        return .held(hold, preserving: await evidence(for: hold, responses, execution: execution))
    }

    /// A halt stops everything, and a backlog is old news; what a budget holds may still be evidence tomorrow.
    func evidence(for hold: Hold, _ responses: [RuleResponse], execution: String) async -> [Plan] {
        guard hold.cause != Hold.halt, hold.cause != "backlog" else { return [] }
        return await preserving(responses, execution: execution)
    }

    /// Nothing to change: the first action's reason counts, unless another one says that people must look.
    private func conclusion(
        of responses: [RuleResponse], _ reasons: [String: ActionKit.Decision.Reason]
    ) -> Conclusion {
        let all = responses.compactMap { reasons[$0.action] }
        guard let reason = all.first(where: { $0.kind == .held }) ?? all.first else {
            return Conclusion(.failed, "No action of the rule \"\(rule.name)\" answered.")
        }
        let outcome = Outcome(rawValue: reason.kind.rawValue) ?? .held
        return Conclusion(outcome, reason.why, residualRisk: all.flatMap(\.residualRisk))
    }

    func decisions(
        _ responses: [RuleResponse], execution: String, report: Report?
    ) async -> ([Plan], [String: ActionKit.Decision.Reason]) {
        var plans: [Plan] = []
        var reasons: [String: ActionKit.Decision.Reason] = [:]
        for response in responses {
            switch await decision(response, execution: execution, report: report) {
            case .plan(let plan): plans.append(plan)
            case .leaveAlone(let reason): reasons[response.action] = reason
            }
        }
        return (plans, reasons)
    }

    /// One action's decision; what it cannot read makes it hold, because acting blindly may do harm.
    private func decision(
        _ response: RuleResponse, execution: String, report: Report?
    ) async -> ActionKit.Decision {
        guard let type = catalog[response.action] else {
            return .leaveAlone(.held, "There is no action \"\(response.action)\" in this build of Quell.")
        }
        let situation = Situation(
            finding: finding, event: event, execution: execution, topic: settings.topic, report: report,
            reader: SessionReader(access: access, session: readingSession(execution)))
        do {
            return try await type.init(response.options).decide(situation)
        } catch let error as AWSError where error.kind == .notFound {
            return .leaveAlone(.moot, "The resource is gone: \(error)")
        } catch {
            return .leaveAlone(.held, "\(response.action) cannot read what it needs to decide: \(error)")
        }
    }

    /// A session with the role of an action that may read what shows whether its changes hold, and change nothing.
    func watchingSession(_ execution: String, of action: String) -> Session {
        Session(
            execution: execution,
            policy: SessionPolicy.text(allowing: [], reading: catalog[action]?.manifest.watches ?? []), purpose: action)
    }

    /// One session for all that is read to decide, the same in every phase, so that the role is assumed once.
    func readingSession(_ execution: String) -> Session {
        let reads = rule.respond.compactMap { catalog[$0.action] }.flatMap { $0.manifest.reads }
        return Session(
            execution: execution,
            policy: SessionPolicy.text(allowing: [], reading: reads + Self.reads))
    }
}
