import AWSClient
import ArgumentParser
import JSON
import Samples

/// `quell sample`: a realistic event.
struct SampleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract:
            "Make a realistic event: any GuardDuty finding type, a Config rule, or a custom action of Security Hub.",
        discussion: """
            TYPE is a finding type such as Trojan:EC2/DropPoint; the name of a Config rule that --list names, or config:NAME \
            for any other with --resource-type; or hub:NAME for a custom action on the finding that --finding names. The same \
            arguments give the same bytes on every machine. Ids, addresses and names are made up; addresses are of the \
            ranges for documentation.

            Examples:
              quell sample "Backdoor:EC2/C&CActivity.B" --resource i-0123456789abcdef0 --tag env=prod
              quell sample UnauthorizedAccess:IAMUser/TorIPCaller --resource role/deploy --as asff
              quell sample S3_BUCKET_PUBLIC_READ_PROHIBITED --account 444455556666 --lines --count 100
              quell sample "hub:Isolate EC2" --home-account 999988887777
              quell sample Trojan:EC2/DropPoint | quell explain --playbook Playbooks/default.yaml -
            """)

    @Argument(help: "Finding type, Config rule, config:RULE or hub:ACTION.")
    var type: String?

    @Flag(name: .long, help: "List the types and rules there are, and make nothing.")
    var list = false

    @Option(name: .customLong("as"), help: "The form: native, or as Security Hub tells it in asff or ocsf.")
    var form = SampleForm.native

    @Option(name: .long, help: "Account of the resource.")
    var account = SampleOrder.standardAccount

    @Option(name: .long, help: "Account that administers GuardDuty and Security Hub, and sends the event.")
    var homeAccount = SampleOrder.standardAdministrator

    @Option(name: .long, help: "Region of the resource.")
    var region = "eu-west-1"

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The resource, such as i-0123456789abcdef0, a user's name, role/NAME, root, or a bucket's name; else one is drawn.",
            valueName: "name"))
    var resource: String?

    @Option(
        name: .long,
        help: ArgumentHelp("What a Config rule is about, such as AWS::S3::Bucket.", valueName: "type"))
    var resourceType: String?

    @Option(name: .long, help: ArgumentHelp("A tag of the resource; may be repeated.", valueName: "key=value"))
    var tag: [String] = []

    @Option(name: .long, help: ArgumentHelp("The finding that a custom action was used on.", valueName: "type"))
    var finding = SampleOrder.standardFinding

    @Option(name: .long, help: ArgumentHelp("Other seeds give other ids and addresses.", valueName: "number"))
    var seed: UInt64 = 0

    @Option(
        name: .long,
        help: ArgumentHelp("When it happened, as 2026-03-01T10:00:00Z; now for this moment.", valueName: "time"))
    var time: String?

    @Option(name: .long, help: ArgumentHelp("Make so many, with the seeds that follow.", valueName: "number"))
    var count = 1

    @Flag(name: .long, help: "One event a line; always so with --count.")
    var lines = false

    func run() async throws {
        if list { return Terminal.line((Sample.findingTypes + Sample.configRules).joined(separator: "\n")) }
        guard let type else { throw BadInput("Name a type; \"quell sample --list\" lists them.") }
        guard (1...1_000_000).contains(count) else { throw BadInput("--count must be from 1 to 1000000.") }
        var order = SampleOrder(type)
        order.account = account
        order.administrator = homeAccount
        order.region = region
        order.resource = resource
        order.resourceType = resourceType
        order.finding = finding
        order.tags = try tags()
        order.time = try seconds()
        for number in 0..<UInt64(count) {
            order.seed = seed &+ number
            let sample: Sample
            do throws(SampleError) {
                sample = try Sample(order, as: form)
            } catch {
                throw BadInput(error.description)
            }
            if number == 0, !sample.tellsTags {
                Terminal.error("Events of this type do not tell the tags of the resource; --tag changed nothing.")
            }
            Terminal.line(lines || count > 1 ? sample.event.description : sample.event.indented)
        }
    }

    private func tags() throws -> [String: String] {
        var tags: [String: String] = [:]
        for text in tag {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw BadInput("\"\(text)\" is no tag. Write --tag KEY=VALUE, such as --tag env=prod.")
            }
            tags[parts[0]] = parts[1]
        }
        return tags
    }

    private func seconds() throws -> Double {
        guard let time else { return SampleOrder.standardTime }
        if time == "now" { return Surroundings.process.now().rounded(.down) }
        guard let seconds = ISO8601.parse(time) else {
            throw BadInput("\"\(time)\" is no time. Write one such as 2026-03-01T10:00:00Z, or now.")
        }
        return seconds
    }
}

extension SampleForm: ExpressibleByArgument {}
