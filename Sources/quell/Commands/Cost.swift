import AWSClient
import ArgumentParser
import CostModel
import JSON

/// `quell cost`: what a month costs.
struct Cost: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Estimate the monthly cost, in total and for each account.",
        discussion: """
            Volumes are those of one account in one Region and month, or are counted in a file of events. Every event is taken to \
            be answered, and no free tier is counted. Prices come from a file that says where each was taken from; GuardDuty, and \
            AWS Config where it is on anyway, are not part of the estimate.

            Examples:
              quell cost --accounts 50 --findings-per-month 20 --config-changes-per-month 100
              quell cost --events events.jsonl --prices Prices/eu-central-1.json
            """)

    @Option(name: .long, help: "Number of accounts.")
    var accounts = 1
    @Option(name: .long, help: "Regions that forward findings.")
    var regions = 1
    @Option(name: .long, help: "GuardDuty findings of an account and Region in a month.")
    var findingsPerMonth = 0
    @Option(name: .long, help: "Compliance changes of an account and Region in a month.")
    var configChangesPerMonth = 0
    @Option(name: .long, help: "Changes of security groups of an account and Region in a month.")
    var securityGroupChanges = 0
    @Option(name: .long, help: "Items that AWS Config records in a month only because Quell's stack turned it on.")
    var configurationItems = 0
    @Option(name: .long, help: ArgumentHelp("Count these events instead: JSON, one a line.", valueName: "file"))
    var events: String?
    @Option(name: .long, help: "Addresses that get mail of every response.")
    var mails = 1
    @Option(name: .long, help: ArgumentHelp("The prices.", valueName: "file"))
    var prices = "Prices/us-east-1.json"
    @OptionGroup var output: OutputOptions

    func validate() throws {
        let numbers = [findingsPerMonth, configChangesPerMonth, securityGroupChanges, configurationItems, mails]
        guard accounts > 0, regions > 0, numbers.allSatisfy({ $0 >= 0 }) else {
            throw ValidationError("Accounts and Regions are at least 1, and no number is negative.")
        }
        guard events == nil || (numbers.dropLast().allSatisfy { $0 == 0 } && accounts == 1 && regions == 1) else {
            throw ValidationError("Give --events, or volumes; not both.")
        }
    }

    func run() async throws {
        let list = try priceList()
        let estimate = CostEstimate(try volumes(), list, mails: mails)
        switch output.output {
        case .json: Terminal.line(estimate.json(list).indented)
        case .text: Terminal.line(text(estimate, list))
        }
        guard list.isOld(at: Surroundings.process.now()) else { return }
        Terminal.error(
            "The prices are of \(list.date), more than a year ago. Check them, and set the date of the file.")
    }

    private func priceList() throws -> PriceList {
        do {
            return try PriceList(JSONValue(parsing: InputFiles.bytes(prices)))
        } catch let error as BadInput {
            throw BadInput("\(error) Name a price file with --prices; the project's are in Prices.")
        } catch {
            throw BadInput("\(prices) is no price file: \(error)")
        }
    }

    private func volumes() throws -> Volumes {
        guard let events else {
            return Volumes(
                accounts: accounts, regions: regions, findings: findingsPerMonth, configChanges: configChangesPerMonth,
                securityGroupChanges: securityGroupChanges, configurationItems: configurationItems)
        }
        let all = try InputFiles.events([events]).compactMap { try? JSONValue(parsing: $0) }
        guard let volumes = Volumes(counting: all) else {
            throw BadInput("\(events) has no event of GuardDuty or AWS Config with an account and a time.")
        }
        return volumes
    }

    private func text(_ estimate: CostEstimate, _ list: PriceList) -> String {
        let rows = estimate.lines.map { line in
            [
                line.part.rawValue, line.unit, Money.text(line.number, digits: 2), Money.text(line.price, digits: 10),
                Money.text(line.cost, digits: 2),
            ].map { Table.Cell($0) }
        }
        return Table.text(["PART", "UNIT", "NUMBER", "PRICE", "COST"], rows) + "\n\n"
            + Terminal.untrusted(
                "\(Money.text(estimate.total, digits: 2)) \(list.currency) a month, "
                    + "\(Money.text(estimate.perAccount, digits: 2)) for each of \(Money.text(estimate.accounts, digits: 0)) "
                    + "accounts, at the prices of \(list.region) of \(list.date).")
    }
}
