package import JSON

/// What a month costs: every part that AWS bills, its number and its price.
///
/// Every event is taken to be answered in full, no free tier and no volume discount is counted, so the estimate is on the
/// high side. GuardDuty, and AWS Config where it is on anyway, are not part of it.
package struct CostEstimate: Sendable {
    package struct Line: Sendable {
        package let part: Part
        package let unit: String
        /// Units a month.
        package let number: Double
        /// Of one unit.
        package let price: Double
        package var cost: Double { number * price }
    }

    package let lines: [Line]
    package let accounts: Double

    package var total: Double { lines.reduce(0) { $0 + $1.cost } }
    package var perAccount: Double { accounts > 0 ? total / accounts : 0 }

    package init(_ volumes: Volumes, _ prices: PriceList, mails: Int) {
        accounts = volumes.accounts
        lines = Units.of(volumes, mails: mails).map { part, unit, number in
            Line(part: part, unit: unit, number: number, price: prices.price(of: part))
        }
    }
}

/// How many units of each part a month takes, and where each number comes from.
enum Units {
    /// Entries of the journal for one response: 24 to isolate an instance with everything around it, 12 to encrypt a
    /// bucket, measured; 20 is above their mean.
    static let entries = 20.0
    /// An entry is a transaction of puts: the entry, 1 KB or less for five of six, its place in the chain, and the head.
    ///
    /// Transactions are billed twice, which makes 6; leases and an execution's own items add about one more an entry.
    static let writesOfEntry = 7.0
    /// Strongly consistent reads of 4 KB for one response: head, key, lease, limits, and the execution when it is resumed.
    static let reads = 10.0
    /// Bytes of one response in the journal: 20 KB measured for the largest, and as much again for keys.
    static let gigabytesOfResponse = 40_000.0 / 1_000_000_000
    /// The journal is kept: the estimate is of the twelfth month.
    static let monthsKept = 12.0
    /// Seconds of the function for one response: about 40 calls of 50 ms.
    static let seconds = 2.0
    /// Memory of the function, as the security account's stack has it.
    static let gigabytesOfFunction = 0.5
    /// The rule about open groups answers within half a second, with 128 MB.
    static let ruleSeconds = 0.5
    static let gigabytesOfRule = 0.125
    /// Bytes of log of one response, with metrics in the log.
    static let gigabytesOfLog = 8_000.0 / 1_000_000_000
    /// Lambda reads a queue with five long polls of 20 seconds, whether there is anything in it or not.
    static let idlePolls = 5.0 * 3 * 60 * 730
    /// As many as the security account's stack has.
    static let alarms = 6.0
    /// Responses by outcome, failures, duration: eleven outcomes, and two more.
    static let metrics = 13.0

    static func of(_ volumes: Volumes, mails: Int) -> [(Part, String, Double)] {
        let events = volumes.findings + volumes.configChanges
        let calls = events + volumes.securityGroupChanges
        let bytes = events * gigabytesOfResponse * monthsKept
        return [
            (.crossAccountEvent, "event", events),
            // Sent, received, deleted.
            (.queueRequest, "request", events * 3 + idlePolls),
            (.functionRequest, "request", calls),
            (
                .functionSecond, "GB-second",
                events * seconds * gigabytesOfFunction
                    + volumes.securityGroupChanges * ruleSeconds * gigabytesOfRule
            ),
            (.journalWrite, "write unit", events * entries * writesOfEntry),
            (.journalRead, "read unit", events * reads),
            (.journalStorage, "GB-month", bytes),
            (.journalRecovery, "GB-month", bytes),
            (.topicPublish, "message", events),
            (.topicMail, "mail", events * Double(mails)),
            (.alarm, "alarm", alarms),
            (.metric, "metric", metrics),
            (.dashboard, "dashboard", 1),
            (.log, "GB", calls * gigabytesOfLog),
            // A compliance change is told after an evaluation; evaluations that change nothing are told to nobody.
            (.ruleEvaluation, "evaluation", volumes.configChanges + volumes.securityGroupChanges),
            (.configurationItem, "item", volumes.configurationItems),
            // A runbook of the default playbook has at most two steps.
            (.automationStep, "step", volumes.configChanges * 2),
        ]
    }
}

extension CostEstimate {
    package func json(_ prices: PriceList) -> JSONValue {
        func number(_ value: Double) -> JSONValue { .number(Money.text(value, digits: 2)) }
        return [
            "region": .string(prices.region), "currency": .string(prices.currency), "pricesOf": .string(prices.date),
            "accounts": .number(Money.text(accounts, digits: 0)), "total": number(total),
            "perAccount": number(perAccount),
            "parts": .array(
                lines.map { line in
                    [
                        "part": .string(line.part.rawValue), "unit": .string(line.unit), "number": number(line.number),
                        "price": .number(Money.text(line.price, digits: 10)), "cost": number(line.cost),
                    ]
                }),
        ]
    }
}

/// Decimal text of amounts.
package enum Money {
    /// Rounded half up to so many digits; amounts too large to count are told as the largest that can be.
    package static func text(_ value: Double, digits: Int) -> String {
        let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
        let bounded = min(max(value.isNaN ? 0 : value, 0) * scale, 9_000_000_000_000_000)
        let whole = Int(bounded.rounded(.toNearestOrAwayFromZero))
        guard digits > 0 else { return String(whole) }
        let text = String(whole)
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        return padded.dropLast(digits) + "." + padded.suffix(digits)
    }
}
