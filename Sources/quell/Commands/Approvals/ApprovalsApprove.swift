import ArgumentParser
import Engine
import JSON

/// `quell approvals approve`: a person's word for one plan.
struct ApprovalsApprove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Approve exactly one plan, as the one who AWS says is calling.",
        discussion: """
            Nobody approves what they have asked for, and nobody twice. The approval is good for one application of this \
            plan; everything it was made on is read again before anything is changed.

            With --apply this command applies the plan, with the credentials of the caller; with --queue the engine behind the \
            queue does. With neither, and while another person must approve, it is only written down.

            Examples:
              quell approvals approve 5f1c0e9a77d24b31 --plan 9c1f04aa21b0 --apply --playbook p.yaml
              quell approvals approve 5f1c0e9a77d24b31 --plan 9c1f04aa21b0 --journal dynamodb:quell-journal \\
                --queue https://sqs.eu-central-1.amazonaws.com/999999999999/quell-inbox
            """)

    @Option(name: .long, help: ArgumentHelp("Hash of the plan, at least its first 8 digits.", valueName: "hash"))
    var plan: String

    @Flag(name: .long, help: "Apply the plan when enough people have approved.")
    var apply = false

    @Option(name: .long, help: ArgumentHelp("The playbook, for --apply.", valueName: "file"))
    var playbook: String?

    @Option(
        name: .long, help: ArgumentHelp("URL of the engine's inbox: the engine applies the plan.", valueName: "url"))
    var queue: String?

    @OptionGroup var aws: AWSOptions
    @OptionGroup var journal: JournalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "Id of the execution; \"quell approvals list\" shows them.")
    var execution: String

    func validate() throws {
        if apply, queue != nil {
            throw ValidationError("Either this command applies the plan or the engine, not both.")
        }
        if apply != (playbook != nil) {
            throw ValidationError("--apply and --playbook go together.")
        }
    }

    func run() async throws {
        let rules = try playbook.map(PlaybookFile.read)
        let wiring = try Wiring(aws, playbook: rules, journal: journal.place())
        let paper = try await wiring.desk.approve(execution, plan: plan, method: "quell approvals approve")
        if paper.state == .approved {
            if let queue { try await wiring.send(execution, to: queue) }
            if apply { return try await ApprovalsApply.apply(execution, wiring, output.output) }
        }
        await wiring.shutDown()
        switch output.output {
        case .json: Terminal.line(try ApprovalText.json(paper).indented)
        case .text: Terminal.line(text(paper))
        }
    }

    private func text(_ paper: ApprovalDesk.Paper) -> String {
        let request = paper.approval.request
        guard paper.state == .approved else {
            return "Approved by \(paper.approval.consents.count) of \(request.people) people; another one must approve "
                + "until \(request.until)."
        }
        if queue != nil {
            return "Approved. The engine has been asked to apply the plan: quell journal show \(execution)"
        }
        return "Approved. It can be applied until \(request.until): quell approvals apply \(execution) --playbook FILE"
    }
}
