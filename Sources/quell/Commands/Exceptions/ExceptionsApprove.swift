import AWSClient
import ArgumentParser
import Engine
import JSON

/// `quell exceptions approve`: keeps an approval in the journal.
struct ExceptionsApprove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Approve an exception, for playbooks with exceptions.records: journal.",
        discussion: """
            The approval holds where the exception tag of the resource has its id for a value. The same id again replaces what \
            was approved before.

            Example:
              quell exceptions approve arn:aws:ec2:eu-central-1:111122223333:instance/i-0123456789abcdef0 \\
                --id JIRA-1234 --actions ec2.isolate-instance --until 30d --reason "Payment database, see JIRA-1234"
            """)

    @OptionGroup var approval: ApprovalOptions
    @OptionGroup var caller: CallerOptions
    @OptionGroup var journal: JournalOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let now = Surroundings.process.now()
        let record = try await journal.place().write(caller) { journal, person in
            let record = try approval.record(approver: person, now: now)
            try await journal.append(
                .exceptionApproved(record, by: person), to: ExceptionLog.name, at: ISO8601.format(now.rounded(.down)))
            return record
        }
        switch output.output {
        case .json: Terminal.line(record.json.indented)
        case .text:
            Terminal.line(
                Terminal.untrusted("\(record.id) is approved by \(record.approver) until \(record.until). ")
                    + "Give the resource the exception tag with the value \(Terminal.untrusted(record.id)).")
        }
    }
}
