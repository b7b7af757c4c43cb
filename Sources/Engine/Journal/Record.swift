package import ActionKit
package import JSON

/// One fact about an execution, written before anything that depends on it happens.
package enum Record: Hashable, Sendable, Codable {
    /// The event as it came.
    case received(Received)
    /// It is a new execution of a rule.
    case admitted(Admission)
    /// The live finding says what the event says.
    case confirmed(evidence: JSONValue)
    /// What was found of an exception.
    case exceptionJudged(ExceptionJudgement)
    /// What the actions of a phase decided; the plans are frozen from here on.
    case planned(Planned)
    /// A call is about to be made.
    case intent(step: StepName, attempt: Int)
    /// A step's effect was read.
    case observed(Observation)
    /// A step did not work.
    case stepFailed(step: StepName, why: String)
    /// The kill switch stopped the response before a step.
    case stepHalted(step: StepName, why: String)
    case concluded(Conclusion)
    /// People were told, or could not be: nothing more will happen by itself.
    case closed
    case undoRequested(by: String, isForced: Bool)
    case undoIntent(step: StepName)
    case undoObserved(step: StepName, now: JSONValue, note: String?)
    /// The live state is not what Quell left; nothing was changed.
    case undoRefused(conflicts: [UndoConflict])
    case undoFailed(step: StepName, why: String)
    case undone
    /// The plan is frozen, and people must approve it before it is applied.
    case approvalRequested(ApprovalRequest)
    case approved(Consent)
    case declined(Refusal)
    /// Nobody has approved in time.
    case approvalExpired(plan: String)
    /// The approved plan is to be applied, after another look at everything it was made on.
    case applyRequested(ApplyRequest)
    /// Some time after the end everything still holds.
    case settled(Settled)
    /// Some time after the end something does not hold any more, and what is done about it.
    case drifted(Drift)
    /// Somebody approved an exception; it stands outside of every execution.
    case exceptionApproved(ExceptionRecord, by: String)
    case exceptionRevoked(id: String, why: String, by: String)
    /// Somebody stops every change, of every process that shares the journal.
    case halted(by: String, reason: String?)
    case resumed(by: String)
    /// The first event of a service that begins with an empty journal.
    case serviceBegun
    /// What was there before the service began may be answered from now on.
    case backlogReleased(by: String)
    /// A guard holds an execution; those of one cause are told of together.
    case gathered(Gathered)

    /// The word for the kind of record, as listings show it.
    package var kind: String {
        switch self {
        case .received: "received"
        case .admitted: "admitted"
        case .confirmed: "confirmed"
        case .exceptionJudged: "exception-judged"
        case .planned: "planned"
        case .intent: "intent"
        case .observed: "observed"
        case .stepFailed: "step-failed"
        case .stepHalted: "step-halted"
        case .concluded: "concluded"
        case .closed: "closed"
        case .undoRequested: "undo-requested"
        case .undoIntent: "undo-intent"
        case .undoObserved: "undo-observed"
        case .undoRefused: "undo-refused"
        case .undoFailed: "undo-failed"
        case .undone: "undone"
        case .approvalRequested: "approval-requested"
        case .approved: "approved"
        case .declined: "declined"
        case .approvalExpired: "approval-expired"
        case .applyRequested: "apply-requested"
        case .settled: "settled"
        case .drifted: "drifted"
        case .exceptionApproved: "exception-approved"
        case .exceptionRevoked: "exception-revoked"
        case .halted: "halted"
        case .resumed: "resumed"
        case .serviceBegun: "service-begun"
        case .backlogReleased: "backlog-released"
        case .gathered: "gathered"
        }
    }
}

/// An event as it reached the engine.
package struct Received: Hashable, Sendable, Codable {
    /// The text, with anything that is not UTF-8 replaced; `sha256` is of the bytes.
    package let event: String
    package let sha256: String
    /// Who found it where it was not delivered: `sweep`; nil for events that came by themselves.
    package let source: String?

    package init(event: String, sha256: String, source: String? = nil) {
        self.event = event
        self.sha256 = sha256
        self.source = source
    }
}

/// What an execution is for.
package struct Admission: Hashable, Sendable, Codable {
    /// SHA-256 over what makes two events the same: partition, account, Region, source, finding, resource and rule.
    package let key: String
    /// 1 for the first execution of a key, counted up when the same finding must be contained again.
    package let generation: Int
    package let rule: String
    /// SHA-256 of the playbook's text.
    package let playbook: String
    package let source: String
    package let findingID: String
    package let findingType: String
    package let findingUpdatedAt: String?
    package let account: String
    package let region: String
    /// ARN of the resource where it is known, else its id.
    package let resource: String
    /// Ids of the actions the rule asks for, in its order.
    package let actions: [String]
}

/// The plans of one phase, frozen.
package struct Planned: Hashable, Sendable, Codable {
    package let phase: Manifest.Phase
    package let account: String
    package let plans: [Plan]
    /// What the actions that plan nothing said.
    package let reasons: [String: Decision.Reason]
    /// SHA-256 of the plans' canonical text: what an approval is for.
    package let hash: String
    /// What the plans are for; nil in entries of before budgets knew it.
    package let subject: Subject?
    /// Set when a guard holds the response: the plans then only preserve evidence.
    package let held: Hold?

    package struct Subject: Hashable, Sendable, Codable {
        package let finding: String
        package let findingType: String
        package let resource: String
    }

    init(
        phase: Manifest.Phase, account: String, plans: [Plan], reasons: [String: Decision.Reason], hash: String,
        subject: Subject? = nil, held: Hold? = nil
    ) {
        self.phase = phase
        self.account = account
        self.plans = plans
        self.reasons = reasons
        self.hash = hash
        self.subject = subject
        self.held = held
    }
}

/// A step across the phases and plans of one execution.
package struct StepName: Hashable, Sendable, Codable, CustomStringConvertible {
    package let phase: Manifest.Phase
    package let action: String
    package let step: String

    package var description: String { "\(action)/\(step)" }

    /// Steps of one name are few: what they are called is enough to find one.
    package func hash(into hasher: inout Hasher) { hasher.combine(step) }
}

/// What reading a step's effect showed.
package struct Observation: Hashable, Sendable, Codable {
    package let step: StepName
    /// Whether the effect was there before Quell called anything.
    package let wasDone: Bool
    /// What the effect's query read; null for steps without an effect.
    package let now: JSONValue
    package let outputs: [String: JSONValue]
}

/// Why a step is not taken back: three states of one thing that should be two.
package struct UndoConflict: Hashable, Sendable, Codable {
    package let step: StepName
    package let sentence: String
    /// The value before Quell changed it.
    package let before: JSONValue
    /// The value as Quell left it.
    package let left: JSONValue
    /// The value now.
    package let live: JSONValue
}
