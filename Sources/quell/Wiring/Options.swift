import ArgumentParser

/// How a command prints its answer.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

struct OutputOptions: ParsableArguments {
    @Option(name: .long, help: "How to print the answer: text or json.")
    var output = OutputFormat.text
}

/// Where the journal is.
struct JournalOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The journal: a SQLite file, made when there is none; or dynamodb:TABLE, or dynamodb:REGION/TABLE.",
            valueName: "place"))
    var journal = "quell-journal.sqlite"

    /// Reads `journal`; a place that cannot be one is a `BadInput`.
    func place() throws -> JournalPlace { try JournalPlace(journal) }
}

/// How AWS is reached.
struct Reach {
    var profile: String?
    var region: String?
    var roleName = "Security-IR-Role"
    var externalID: String?
    var topic: String?
    var homeAccount: String?
    var isVerbose = false
}

/// Whose credentials are used and where; enough for commands that only read the journal.
struct CallerOptions: ParsableArguments {
    @Option(name: .long, help: "Profile of the shared AWS configuration files.")
    var profile: String?

    @Option(name: .long, help: "Region of the security account; findings name their own.")
    var region: String?

    @Flag(name: .long, help: "Print every AWS call to standard error as it is made.")
    var verbose = false

    var reach: Reach { Reach(profile: profile, region: region, isVerbose: verbose) }
}

/// How AWS is reached; common to all commands that act in accounts.
struct AWSOptions: ParsableArguments {
    @OptionGroup var caller: CallerOptions

    @Option(name: .long, help: "Role that is assumed in the account of the resource.")
    var roleName = "Security-IR-Role"

    @Option(
        name: .long,
        help: ArgumentHelp(
            "External id that the role's trust policy asks for; {account} stands for the account.", valueName: "text"))
    var externalID: String?

    @Option(
        name: .long, help: ArgumentHelp("SNS topic for alerts; else the playbook's notify.topic.", valueName: "arn"))
    var topic: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Account whose Security Hub may give orders; else the account of the topic.", valueName: "account"))
    var homeAccount: String?

    var reach: Reach {
        var reach = caller.reach
        reach.roleName = roleName
        reach.externalID = externalID
        reach.topic = topic
        reach.homeAccount = homeAccount
        return reach
    }
}
