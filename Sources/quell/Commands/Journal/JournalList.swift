import ArgumentParser
import Engine
import JSON

/// `quell journal list`: the newest executions.
struct JournalList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List executions, newest first.",
        discussion: """
            Example:
              quell journal list --limit 20
              quell journal list --journal dynamodb:eu-central-1/quell-journal
            """)

    @Option(name: .long, help: "How many executions at most.")
    var limit = 50

    @OptionGroup var caller: CallerOptions
    @OptionGroup var journal: JournalOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let rows = try await journal.place().read(caller, newest)
        switch output.output {
        case .json:
            Terminal.line(
                JSONValue.array(
                    rows.map { row in
                        guard case .object(var members) = row.response.json else { return row.response.json }
                        members["time"] = .string(row.time)
                        members["undone"] = .bool(row.isUndone)
                        return .object(members)
                    }
                ).indented)
        case .text:
            let cells = rows.map { row in
                [
                    Table.Cell(row.response.execution), Table.Cell(row.time),
                    Table.Cell(row.response.findingType ?? "-"), Table.Cell(row.response.account ?? "-"),
                    Table.Cell(row.response.resource.map(ResponseText.short) ?? "-"),
                    Table.Cell(
                        row.isUndone ? "undone" : row.response.conclusion.outcome.rawValue,
                        ResponseText.style(of: row.response.conclusion.outcome)),
                ]
            }
            Terminal.line(Table.text(["EXECUTION", "TIME", "FINDING", "ACCOUNT", "RESOURCE", "OUTCOME"], cells))
        }
    }

    private func newest(_ journal: any Journal) async throws -> [(time: String, response: Response, isUndone: Bool)] {
        var rows: [(time: String, response: Response, isUndone: Bool)] = []
        for id in try await journal.executions(newest: limit) {
            let entries = try await journal.entries(of: id)
            let execution = Execution(id: id, replaying: entries.map(\.record))
            rows.append((entries.first?.time ?? "", execution.response(), execution.isUndone))
        }
        return rows
    }
}
