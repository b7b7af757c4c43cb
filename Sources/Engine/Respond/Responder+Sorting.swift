import EventPattern
import Findings
import JSON
import Playbook

extension Responder {
    /// What an event leads to, as far as the event and the playbook alone can say.
    enum Sorted {
        /// To no execution; the conclusion says why.
        case dismissed(Conclusion, Finding?)
        case hubAction(HubAction, EventEnvelope, [Rule])
        case finding(Finding, EventEnvelope, [Rule])
    }

    func sorted(_ event: [UInt8]) throws -> Sorted {
        switch Intake(event) {
        case .rejected(let rejection): return .dismissed(Conclusion(.rejected, rejection.reason), nil)
        case .unsupported(_, let why): return .dismissed(Conclusion(.ignored, why), nil)
        case .hubAction(let order, let envelope):
            return .hubAction(order, envelope, try matchingRules(event))
        case .finding(let finding, let envelope):
            if finding.isSample {
                let why = "It is a sample finding; samples change nothing."
                return .dismissed(Conclusion(.ignored, why), finding)
            }
            let rules = try matchingRules(event)
            if rules.isEmpty {
                let why = "No rule of the playbook matches. \"quell explain\" says what kept each from matching."
                return .dismissed(Conclusion(.ignored, why), finding)
            }
            return .finding(finding, envelope, rules)
        }
    }

    /// Records those of many events that lead to no execution, in one transaction where the journal has them.
    ///
    /// Answers the outcome of each of those, and nil for those that must be responded to one by one. Most events of a
    /// stream lead to nothing, and a transaction each would cost more than all else about them.
    package func dismiss(_ events: [[UInt8]]) async throws -> [Outcome?] {
        if settings.isService { try await Backlog(journal: journal).begin(at: time) }
        var beginnings: [Beginning] = []
        var outcomes: [Outcome?] = []
        for event in events {
            // One that cannot be sorted says why when it is responded to; it must not keep the others.
            guard ApplyMessage(event) == nil, case .dismissed(let conclusion, _)? = try? sorted(event) else {
                outcomes.append(nil)
                continue
            }
            beginnings.append(Self.dismissal(Received(event), conclusion))
            outcomes.append(conclusion.outcome)
        }
        if !beginnings.isEmpty { try await journal.begin(beginnings, at: time) }
        return outcomes
    }

    /// Keeps an event that leads to no execution, with the reason.
    func recordOnly(
        _ received: Received, _ conclusion: Conclusion, _ finding: Finding? = nil
    ) async throws -> Response {
        let beginning = Self.dismissal(received, conclusion)
        _ = try await journal.begin(beginning.execution, beginning.records, at: time)
        return Response(
            execution: beginning.execution, rule: nil, findingID: finding?.id, findingType: finding?.type,
            account: finding?.account.description, region: finding?.region.description,
            resource: finding?.resource.id, conclusion: conclusion, steps: [], isUndoable: false,
            isUntold: false)
    }

    private static func dismissal(_ received: Received, _ conclusion: Conclusion) -> Beginning {
        let id = String(Canonical.sha256("event|\(received.sha256)").prefix(16))
        return Beginning(execution: id, records: [.received(received), .concluded(conclusion), .closed])
    }
}

extension Received {
    init(_ event: [UInt8], source: String? = nil) {
        self.init(event: String(decoding: event, as: UTF8.self), sha256: Canonical.sha256(event), source: source)
    }
}
