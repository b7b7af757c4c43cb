import ArgumentParser
import Engine
import JSON

/// `quell approvals list`: what waits for people.
struct ApprovalsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the plans that wait for approval, newest first.",
        discussion: """
            Examples:
              quell approvals list
              quell approvals list --all --journal dynamodb:eu-central-1/quell-journal
            """)

    @Flag(name: .long, help: "Those of the last four weeks that are decided on, too.")
    var all = false

    @OptionGroup var caller: CallerOptions
    @OptionGroup var journal: JournalOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let everything = try await journal.place().read(caller) { try await ApprovalDesk.reading($0).papers() }
        let papers = everything.filter { all || $0.isOpen }
        switch output.output {
        case .json: Terminal.line(JSONValue.array(try papers.map(ApprovalText.json)).indented)
        case .text:
            let rows = papers.map { paper in
                let response = paper.execution.response()
                return [
                    Table.Cell(response.execution), Table.Cell(ApprovalText.state(paper)),
                    Table.Cell(paper.approval.request.until), Table.Cell(String(paper.approval.plan.prefix(16))),
                    Table.Cell(response.findingType ?? "-"), Table.Cell(response.account ?? "-"),
                    Table.Cell(response.resource.map(ResponseText.short) ?? "-"),
                ]
            }
            Terminal.line(
                Table.text(["EXECUTION", "STATE", "UNTIL", "PLAN", "FINDING", "ACCOUNT", "RESOURCE"], rows))
        }
    }
}
