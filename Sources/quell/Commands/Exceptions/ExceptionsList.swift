import AWSClient
import ArgumentParser
import Engine
import ExceptionAudit
import JSON
import Playbook

/// `quell exceptions list`: every resource that carries the exception tag.
struct ExceptionsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List every resource that carries the exception tag, across accounts and Regions.",
        discussion: """
            Reads the tagging API in each Region, and IAM's roles and users once an account, with the role for reading. Who set \
            the tag last, and when, is told by CloudTrail, which keeps 90 days. What cannot be read is told on standard error, \
            and ends the command with exit code 3.

            --organization asks AWS Organizations for the accounts, which only the management account and delegated \
            administrators may do.

            With a playbook whose exceptions.mode is strict, each row also says whether its record of approval is valid, and \
            when it ends; approvals that end within \(Approvals.notice) days are listed.

            Examples:
              quell exceptions list --account 111122223333 --account 444455556666 --regions eu-central-1
              quell exceptions list --organization --role-name auditor --output csv > exceptions.csv
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, csv
    }

    @Option(name: .long, help: ArgumentHelp("Account to read; may be given several times.", valueName: "id"))
    var account: [String] = []

    @Flag(name: .long, help: "Read every active account of the organization.")
    var organization = false

    @Option(
        name: .long, parsing: .upToNextOption,
        help: ArgumentHelp("Regions to read; all that an account has enabled when not given.", valueName: "region"))
    var regions: [String] = []

    @Option(name: .long, help: ArgumentHelp("Tag key, exactly as the playbook writes it.", valueName: "key"))
    var tag: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Take the tag key and the records of approval from this playbook.", valueName: "file"))
    var playbook: String?

    @Flag(inversion: .prefixedNo, help: "Ask CloudTrail who set each tag, and when.")
    var cloudtrail = true

    @OptionGroup var aws: AWSOptions
    @OptionGroup var journal: JournalOptions

    @Option(name: .long, help: "How to print the answer: text, json or csv.")
    var output = Format.text

    func validate() throws {
        guard organization || !account.isEmpty else {
            throw ValidationError("Name accounts with --account, or read them all with --organization.")
        }
        guard !organization || account.isEmpty else {
            throw ValidationError("Give --account or --organization, not both.")
        }
        for account in account where account.utf8.count != 12 || !account.utf8.allSatisfy({ (48...57).contains($0) }) {
            throw ValidationError("\"\(account)\" is no account: an account's id has 12 digits.")
        }
        for region in regions {
            do throws(AWSError) { _ = try Partition(region: region) } catch { throw ValidationError(error.message) }
        }
        guard tag == nil || playbook == nil else { throw ValidationError("Give --tag or --playbook, not both.") }
        guard tag?.isEmpty != true else { throw ValidationError("A tag key has at least one character.") }
    }

    func run() async throws {
        let playbook = try playbook.map(PlaybookFile.read)
        let key = playbook?.exceptionTag ?? tag ?? Playbook.standardExceptionTag
        let approvals = try await approvals(playbook, key)
        let connection = try Connection(aws.reach, surroundings: .process, transport: AsyncHTTPTransport())
        do {
            let accounts =
                organization
                ? try await OrganizationAccounts(asking: connection.home, region: connection.region) : nil
            let audit = ExceptionAudit(
                reader: RoleReader(connection.access), clock: connection.clock, tag: key, regions: regions.unique,
                partition: connection.partition, homeRegion: connection.region, asksCloudTrail: cloudtrail)
            let asked = accounts?.active ?? account.unique
            let progress = Progress(of: asked.count, "accounts")
            let report = await audit.run(asked) { progress.show($0) }
            progress.end()
            await connection.shutDown()
            try show(report, approvals, leftOut: accounts?.leftOut ?? [])
        } catch {
            await connection.shutDown()
            throw error
        }
    }

    /// What the records of a playbook say; nil where the tag alone exempts.
    private func approvals(_ playbook: Playbook?, _ key: String) async throws -> Approvals? {
        guard let terms = playbook?.strictExceptions else { return nil }
        let register = try await ExceptionSource(terms, aws.caller, journal).register()
        return Approvals(
            ExceptionJudge(tag: key, terms: terms, register: register, now: Surroundings.process.now()))
    }

    private func show(
        _ report: AuditReport, _ approvals: Approvals?, leftOut: [OrganizationAccounts.LeftOut]
    ) throws {
        switch output {
        case .json: Terminal.line(report.json(leftOut: leftOut, approvals: approvals).indented)
        case .csv: Terminal.raw(CSV.text(ExceptionsText.csv(report, approvals)))
        case .text: Terminal.line(ExceptionsText.text(report, approvals))
        }
        for account in leftOut {
            Terminal.error(
                Terminal.untrusted(
                    "Account \(account.account) (\(account.name)) is \(account.state) and was left out."))
        }
        for place in report.unread {
            let region = place.region.map { " in \($0)" } ?? ""
            Terminal.error(Terminal.untrusted("Account \(place.account)\(region) could not be read: \(place.why)"))
        }
        if let trouble = approvals?.trouble { Terminal.error(Terminal.untrusted(trouble)) }
        if !report.unread.isEmpty || approvals?.trouble != nil { throw ExitStatus.heldOrPartial }
    }
}

extension [String] {
    /// Each once, in the order given.
    fileprivate var unique: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
