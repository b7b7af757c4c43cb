package import AWSClient
package import Findings
package import JSON

/// A response to a finding: reads the live resource and decides; it never writes.
///
/// The doc comment of a concrete action is its published page. An action is one folder: the action, and its scenarios.
package protocol Action: Sendable {
    static var manifest: Manifest { get }

    #if DEBUG
        /// Worked examples: the action's tests, and the examples on its page.
        static var scenarios: [Scenario] { get }
    #endif

    /// Takes its options, which are checked against the manifest already; throws when they contradict one another.
    init(_ options: Options) throws(Options.Mistake)

    /// Reads what it needs and answers what to do. Throws only when AWS does not answer.
    func decide(_ situation: Situation) async throws(AWSError) -> Decision

    /// Reads what it needs and answers what to keep as evidence while a guard holds the response.
    ///
    /// Its steps must harm nobody who depends on the resource: tags and snapshots.
    func preserve(_ situation: Situation) async throws(AWSError) -> Decision

    /// A sentence about what it destroys for good under its options; nil when it destroys nothing.
    ///
    /// `quell check` says it where a rule asks for no approval.
    var irreversibleHarm: String? { get }
}

extension Action {
    package func preserve(_ situation: Situation) async throws(AWSError) -> Decision {
        .leaveAlone(.notApplicable, "\(Self.manifest.id) has no evidence to keep.")
    }

    package var irreversibleHarm: String? { nil }
}

/// What an action decides on: the finding, and a way to read the account of its resource.
package struct Situation: Sendable {
    package let finding: Finding
    /// The event as it came, for JSON paths.
    package let event: JSONValue
    /// Id of the execution: lower-case hexadecimal, fit for tags and tokens.
    package let execution: String
    /// Topic that people listen to; nil when none is set.
    package let topic: String?
    /// What has happened so far; only for actions of the phases `notify` and `archive`.
    package let report: Report?
    package let reader: any Reader

    package init(
        finding: Finding, event: JSONValue, execution: String, topic: String? = nil, report: Report? = nil,
        reader: any Reader
    ) {
        self.finding = finding
        self.event = event
        self.execution = execution
        self.topic = topic
        self.report = report
        self.reader = reader
    }

    /// A call in the account and Region of the finding's resource.
    package func call(_ operation: Operation, _ input: JSONValue, on resources: [String] = ["*"]) -> Call {
        Call(
            operation, account: finding.account.description, region: finding.region.description, input: input,
            resources: resources)
    }

    /// Reads in the account and Region of the finding's resource.
    package func read(_ operation: Operation, _ input: JSONValue = [:]) async throws(AWSError) -> JSONValue {
        try await reader.read(call(operation, input))
    }
}

/// Reads AWS for an action; refuses every operation that is not read-only.
///
/// Pages are followed and joined.
package protocol Reader: Sendable {
    func read(_ call: Call) async throws(AWSError) -> JSONValue
}

/// What is known of an execution when people are told of it.
package struct Report: Hashable, Sendable {
    package let rule: String
    /// Outcome word, such as `contained`.
    package let outcome: String
    package let why: String
    /// A sentence for each change that was made.
    package let changes: [String]
    package let residualRisk: [String]
    /// Command that takes the changes back; nil when there is nothing to take back.
    package let undoCommand: String?
    /// What people must approve before it is done; nil when nothing waits for them.
    package let approval: ApprovalNotice?

    package init(
        rule: String, outcome: String, why: String, changes: [String], residualRisk: [String], undoCommand: String?,
        approval: ApprovalNotice? = nil
    ) {
        self.approval = approval
        self.rule = rule
        self.outcome = outcome
        self.why = why
        self.changes = changes
        self.residualRisk = residualRisk
        self.undoCommand = undoCommand
    }
}

/// What waits for people's approval, as they are told of it.
package struct ApprovalNotice: Hashable, Sendable {
    /// SHA-256 of the plans.
    package let plan: String
    /// ISO 8601 time after which nobody can approve any more.
    package let until: String
    package let people: Int
    /// A sentence for each change that would be made.
    package let steps: [String]
    /// What is different from the plan that was approved before, a sentence each.
    package let changes: [String]
    /// Commands that show, approve and decline it.
    package let commands: [String]

    package init(
        plan: String, until: String, people: Int, steps: [String], changes: [String], commands: [String]
    ) {
        self.plan = plan
        self.until = until
        self.people = people
        self.steps = steps
        self.changes = changes
        self.commands = commands
    }
}
