import AWSClient
package import JSON

/// The parts of Quell that AWS bills, by the names they have in a price file.
package enum Part: String, CaseIterable, Sendable {
    case crossAccountEvent = "eventbridge-cross-account-event"
    case queueRequest = "sqs-request"
    case functionRequest = "lambda-request"
    case functionSecond = "lambda-gb-second"
    case journalWrite = "dynamodb-write"
    case journalRead = "dynamodb-read"
    case journalStorage = "dynamodb-gb-month"
    case journalRecovery = "dynamodb-recovery-gb-month"
    case topicPublish = "sns-publish"
    case topicMail = "sns-mail"
    case alarm = "cloudwatch-alarm"
    case metric = "cloudwatch-metric"
    case dashboard = "cloudwatch-dashboard"
    case log = "cloudwatch-log-gb"
    case ruleEvaluation = "config-rule-evaluation"
    case configurationItem = "config-item"
    case automationStep = "ssm-automation-step"
}

/// The prices of one Region, as somebody read them on a day.
package struct PriceList: Sendable {
    package let region: String
    package let currency: String
    /// The day the prices were written down, such as `2026-06-30`.
    package let date: String
    /// Price of one unit.
    private let prices: [Part: Double]

    /// What is wrong with a price file.
    package struct Mistake: Error, CustomStringConvertible {
        package let description: String
    }

    package init(_ json: JSONValue) throws {
        guard let region = json["region"]?.string, let currency = json["currency"]?.string,
            let date = json["date"]?.string, ISO8601.parse("\(date)T00:00:00Z") != nil
        else { throw Mistake(description: "It lacks region, currency, or a date such as 2026-06-30.") }
        var prices: [Part: Double] = [:]
        for part in Part.allCases {
            let entry = json["prices"]?[part.rawValue]
            guard let price = entry?["price"]?.double, let units = entry?["per"]?.double, price >= 0, units > 0,
                entry?["source"]?.string?.hasPrefix("https://") == true
            else {
                throw Mistake(description: "\(part.rawValue) lacks a price, per, or the https address of its source.")
            }
            prices[part] = price / units
        }
        self.region = region
        self.currency = currency
        self.date = date
        self.prices = prices
    }

    package func price(of part: Part) -> Double { prices[part] ?? 0 }

    /// Whether the prices are older than a year; `now` is seconds since 1970.
    package func isOld(at now: Double) -> Bool {
        (ISO8601.parse("\(date)T00:00:00Z") ?? 0) < now - 365 * 86_400
    }
}
