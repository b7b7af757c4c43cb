package import JSON

/// One change: an AWS call, what it brings about, and the way back.
package struct Step: Hashable, Sendable, Codable {
    /// How a step is taken back.
    package enum Undo: Hashable, Sendable, Codable {
        case call(Call)
        /// Nothing to take back, and why: the step leaves something harmless that stays useful.
        case kept(String)
        /// It cannot be taken back, and why.
        case irreversible(String)
    }

    /// Unique in its plan and stable, such as `isolate-eni-0123456789abcdef0`.
    package let id: String
    /// What the step does, one sentence for people.
    package let sentence: String
    package let call: Call
    /// nil where no call can read the result, such as a published message.
    package let effect: Effect?
    package let undo: Undo
    /// What must be true of the live resources immediately before the call; otherwise the step is not taken.
    package let requires: [Condition]
    /// Outputs for later steps: a name, and where it stands in the answer of the effect's read (of the call, without one).
    package let outputs: [String: JSONQuery]
    /// Whether the response fails without this step.
    ///
    /// An optional step that fails is reported and passed over.
    package let isRequired: Bool

    package init(
        _ id: String, _ sentence: String, call: Call, effect: Effect?, undo: Undo, requires: [Condition] = [],
        outputs: [String: JSONQuery] = [:], isRequired: Bool = true
    ) {
        self.id = id
        self.sentence = sentence
        self.call = call
        self.effect = effect
        self.undo = undo
        self.requires = requires
        self.outputs = outputs
        self.isRequired = isRequired
    }
}

/// What one action will do to one resource: steps in order, and what they will not achieve.
package struct Plan: Hashable, Sendable, Codable {
    /// Id of the action that made it.
    package let action: String
    /// ARN or id of the resource it changes, for people and the journal.
    package let resource: String
    package let steps: [Step]
    /// Conditions that must hold when all steps are done, beside every step's own effect.
    package let proof: [Condition]
    /// What stays dangerous after the plan has worked, a sentence each.
    package let residualRisk: [String]
    /// Groups of machines that the plan takes one out of; nil for none.
    package let capacities: [Capacity]?

    package init(
        action: String, resource: String, steps: [Step], proof: [Condition] = [], residualRisk: [String] = [],
        capacities: [Capacity] = []
    ) {
        self.capacities = capacities.isEmpty ? nil : capacities
        self.action = action
        self.resource = resource
        self.steps = steps
        self.proof = proof
        self.residualRisk = residualRisk
    }
}

/// What an action answers: leave the resource alone, or change it so.
package enum Decision: Hashable, Sendable {
    case leaveAlone(Reason)
    case plan(Plan)

    /// Why a resource is left alone.
    package struct Reason: Hashable, Sendable, Codable {
        package enum Kind: String, Hashable, Sendable, Codable {
            /// The resource is as a response would leave it.
            case alreadyContained = "already-contained"
            /// The action cannot or must not act on this kind of resource; people must.
            case notApplicable = "not-applicable"
            /// The resource is gone.
            case moot
            /// The resource is not in the state the finding speaks of.
            case notConfirmed = "not-confirmed"
            /// Acting would do more harm than allowed, or what is needed to decide cannot be read.
            case held
        }
        package let kind: Kind
        /// One or more sentences: why, and what people can do.
        package let why: String
        package let residualRisk: [String]

        package init(_ kind: Kind, _ why: String, residualRisk: [String] = []) {
            self.kind = kind
            self.why = why
            self.residualRisk = residualRisk
        }
    }

    package static func leaveAlone(_ kind: Reason.Kind, _ why: String, residualRisk: [String] = []) -> Decision {
        .leaveAlone(Reason(kind, why, residualRisk: residualRisk))
    }
}
