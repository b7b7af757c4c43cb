import AWSClient
import ArgumentParser
import Engine
import JSON

/// `quell exceptions add`: writes an approval into a file of records.
struct ExceptionsAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add an approval to a file of exception records, for playbooks whose exceptions.records is a file.",
        discussion: """
            The file is made when there is none. Until it is signed again nothing in it counts: with --key it is signed at once.

            Example:
              quell exceptions add arn:aws:s3:::invoices --file exceptions.json --id JIRA-7 --actions '*' \\
                --until 2027-01-31 --reason "Public on purpose" --key approver.pem
            """)

    @Option(name: .long, help: ArgumentHelp("The file of records.", valueName: "file"))
    var file: String

    @Option(name: .long, help: ArgumentHelp("Private key to sign with.", valueName: "file"))
    var key: String?

    @Option(name: .long, help: ArgumentHelp("Who approves; else who runs the command.", valueName: "name"))
    var approver: String?

    @OptionGroup var approval: ApprovalOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let key = try key.map(KeyFile.read)
        let record = try approval.record(
            approver: approver ?? Person.name, now: Surroundings.process.now())
        var records = ExceptionFile()
        if OutputFile.exists(file) { records = try RecordFile.read(file).file }
        do throws(ExceptionFile.Mistake) { try records.put(record) } catch { throw BadInput(error.description) }
        try OutputFile.write(records.text, to: file)
        if let key { try RecordFile.sign(file, with: key) }
        switch output.output {
        case .json: Terminal.line(record.json.indented)
        case .text:
            Terminal.line(
                Terminal.untrusted("\(record.id) is in \(file) until \(record.until).")
                    + (key == nil ? " Sign it: quell exceptions sign \(file) --key FILE" : ""))
        }
    }
}

/// Reads and signs files of exception records.
enum RecordFile {
    static func read(_ path: String) throws -> (file: ExceptionFile, text: String) {
        let text = try InputFiles.text(path)
        do throws(ExceptionFile.Mistake) {
            return (try ExceptionFile(text), text)
        } catch {
            throw BadInput("\(path): \(error)")
        }
    }

    static func sign(_ path: String, with key: SigningKey) throws {
        let signature = try key.sign(try read(path).text)
        try OutputFile.write(signature + "\n", to: path + ExceptionFile.signatureSuffix)
    }
}
