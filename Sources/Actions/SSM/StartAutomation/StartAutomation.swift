package import ActionKit
package import AWSClient
import Findings
import JSON

/// Runs an SSM Automation runbook on the resource of the finding, and waits for its success.
///
/// The runbook starts in the account and Region of the resource, or, with `central`, in the engine's own account, from
/// where Automation takes the role `execution-role` in the account of the resource.
///
/// Parameters are texts, or JSON paths into the event such as `$.detail.resourceId`, or lists of them. A path must
/// lead to a text or a number of at most 512 characters; it is passed as one value and never spliced into another.
/// What it names still comes from the event: the runbook's own `allowedPattern`s should hold.
///
/// Without `assume-role` the runbook acts with the permissions of whoever starts it. Name a role that may do exactly
/// what the runbook does (runbooks whose name begins with `AWSConfigRemediation-` insist on one), and give the role
/// that starts it `iam:PassRole` on it.
///
/// Every run carries a client token and a tag `quell:<execution>:<digest>` made of the execution and of what is run: a
/// response that is repeated finds the run of the first one. A runbook cannot be taken back by Quell.
package struct StartAutomation: Action {
    package static let manifest = Manifest(
        id: "ssm.start-automation",
        summary: "Runs an SSM Automation runbook on the resource of the finding, and waits for its success.",
        phase: .contain, harm: .high, reads: [SSM.describeAutomationExecutions],
        writes: [SSM.startAutomationExecution],
        options: [
            Manifest.Option("document", .text, standard: nil, "Name or ARN of the runbook."),
            Manifest.Option(
                "document-version", .text, standard: "$DEFAULT",
                "Version of the runbook: a number, $DEFAULT or $LATEST."),
            Manifest.Option(
                "parameters", .parameters, standard: [:],
                "Parameters of the runbook: texts, or JSON paths into the event such as $.detail.resourceId."),
            Manifest.Option(
                "central", .flag, standard: false,
                "Whether to start in the engine's own account, with the account of the resource as its target."),
            Manifest.Option(
                "execution-role", .text, standard: "AWS-SystemsManager-AutomationExecutionRole",
                "Name of the role that a central run takes in the account of the resource."),
            Manifest.Option(
                "assume-role", .text, standard: "",
                "Role the runbook acts as: an ARN, or path and name in the account of the resource; empty for the caller's own."
            ),
        ], grants: grants)

    private let runbook: Runbook
    private let isCentral: Bool
    private let executionRole: String
    private let assumeRole: String

    package init(_ options: Options) throws(Options.Mistake) {
        runbook = try Runbook(options)
        isCentral = options.flag("central")
        executionRole = options.text("execution-role")
        assumeRole = options.text("assume-role")
        guard RoleText.isName(executionRole) else {
            throw Options.Mistake(
                option: "execution-role", "\"execution-role\" must be the name of an IAM role, without its path.")
        }
        guard assumeRole.isEmpty || RoleText.isARN(assumeRole) || (RoleText.isPath(assumeRole) && !isCentral) else {
            let wanted = isCentral ? "the ARN of an IAM role" : "the ARN or the name of an IAM role, or empty"
            throw Options.Mistake(option: "assume-role", "\"assume-role\" must be \(wanted).")
        }
        if !assumeRole.isEmpty, runbook.givesAssumeRole {
            throw Options.Mistake(
                option: "assume-role",
                "Give the role in \"assume-role\" or in the parameter AutomationAssumeRole, not in both.")
        }
    }

    package var irreversibleHarm: String? {
        guard ["Terminate", "Delete"].contains(where: runbook.document.contains) else { return nil }
        return "\(runbook.document) destroys what it runs on, and nothing can take that back."
    }

    package func decide(_ situation: Situation) async throws(AWSError) -> Decision {
        let start: AutomationStart
        do throws(Runbook.Unresolved) {
            start = AutomationStart(
                runbook, parameters: try runbook.parameters(from: situation.event), execution: situation.execution,
                account: situation.finding.account.description, region: situation.finding.region.description,
                partition: situation.finding.partition.description)
        } catch {
            return .leaveAlone(.held, error.description)
        }
        let role = assumeRole.isEmpty ? nil : assumeRole
        let read = start.describe(isCentral: isCentral)
        let select: JSONQuery = "AutomationExecutionMetadataList[].AutomationExecutionStatus"
        let states = select(try await situation.reader.read(read)).strings ?? []
        if let state = states.first { return Self.decide(state, of: start) }
        let step = Step(
            "start-automation", "Run \(start.sentence) in account \(situation.finding.account).",
            call: start.call(assumeRole: role, executionRole: isCentral ? executionRole : nil),
            effect: Effect(
                read, select: select, before: [], after: ["Success"], failing: Self.failures.map { [.string($0)] },
                patience: 600),
            undo: .irreversible("Only the runbook knows what it changed: see its run in SSM Automation."))
        let risk =
            "A run that succeeds is the runbook's own word: Quell does not look at \(situation.finding.resource.id)."
        return .plan(
            Plan(
                action: Self.manifest.id, resource: situation.finding.resource.arn ?? situation.finding.resource.id,
                steps: [step], residualRisk: [risk]))
    }

    /// States from which no run comes back.
    private static let failures = [
        "Failed", "TimedOut", "Cancelled", "Cancelling", "CompletedWithFailure", "Rejected",
        "ChangeCalendarOverrideRejected", "Exited",
    ]

    /// What to do when this execution has started the run before.
    private static func decide(_ state: String, of start: AutomationStart) -> Decision {
        if state == "Success" {
            return .leaveAlone(.alreadyContained, "This execution ran \(start.sentence) already, with success.")
        }
        let next = failures.contains(state) ? "Look at its output in SSM Automation" : "Wait for its end"
        return .leaveAlone(
            .held,
            """
            This execution started \(start.sentence) already, and its state is \(state). A client token works once. \
            \(next): its tag is \(start.tag).
            """)
    }
}
