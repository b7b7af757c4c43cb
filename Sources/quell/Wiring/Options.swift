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
    @Option(name: .long, help: ArgumentHelp("The journal: a SQLite file, made when there is none.", valueName: "file"))
    var journal = "quell-journal.sqlite"
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

/// How AWS is reached; common to all commands that touch it.
struct AWSOptions: ParsableArguments {
    @Option(name: .long, help: "Profile of the shared AWS configuration files.")
    var profile: String?

    @Option(name: .long, help: "Region of the security account; findings name their own.")
    var region: String?

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

    @Flag(name: .long, help: "Print every AWS call to standard error as it is made.")
    var verbose = false

    var reach: Reach {
        Reach(
            profile: profile, region: region, roleName: roleName, externalID: externalID, topic: topic,
            homeAccount: homeAccount, isVerbose: verbose)
    }
}
