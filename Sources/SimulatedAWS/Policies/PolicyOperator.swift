import AWSClient

/// A condition operator: whether one value of the request matches one value of the policy.
struct PolicyOperator: Hashable {
    private enum Family: Hashable {
        case string(ignoresCase: Bool), like, arn, address, numeric(Order), date(Order), boolean
    }

    private enum Order: String {
        case equals = "Equals", less = "LessThan", lessOrEqual = "LessThanEquals", greater = "GreaterThan"
        case greaterOrEqual = "GreaterThanEquals"

        func holds(_ value: Double, _ limit: Double) -> Bool {
            switch self {
            case .equals: value == limit
            case .less: value < limit
            case .lessOrEqual: value <= limit
            case .greater: value > limit
            case .greaterOrEqual: value >= limit
            }
        }
    }

    private let family: Family
    /// Whether it holds when nothing matches, also when the key is missing.
    let isNegated: Bool

    /// nil for a name that is no operator.
    init?(_ name: String) {
        isNegated = name.contains("Not")
        let positive = name.replacing("Not", with: "")
        switch positive {
        case "StringEquals": family = .string(ignoresCase: false)
        case "StringEqualsIgnoreCase": family = .string(ignoresCase: true)
        case "BinaryEquals" where !isNegated: family = .string(ignoresCase: false)
        case "StringLike": family = .like
        case "ArnEquals", "ArnLike": family = .arn
        case "IpAddress": family = .address
        case "Bool" where !isNegated: family = .boolean
        default:
            let isNumeric = positive.hasPrefix("Numeric")
            guard isNumeric || positive.hasPrefix("Date"),
                let order = Order(rawValue: String(positive.dropFirst(isNumeric ? 7 : 4))),
                !isNegated || order == .equals
            else { return nil }
            family = isNumeric ? .numeric(order) : .date(order)
        }
    }

    /// Only texts have variables.
    var hasVariables: Bool {
        switch family {
        case .string, .like, .arn: true
        case .address, .numeric, .date, .boolean: false
        }
    }

    func matches(_ value: String, _ wanted: String) throws(PolicyError) -> Bool {
        switch family {
        case .string(ignoresCase: false): return value == WildcardPattern.plain(wanted)
        case .string(ignoresCase: true): return value.lowercased() == WildcardPattern.plain(wanted).lowercased()
        case .like: return WildcardPattern(wanted).matches(value)
        case .arn:
            guard wanted.hasPrefix("arn:"), wanted.filter({ $0 == ":" }).count >= 5 else {
                throw PolicyError("'\(wanted)' is not an ARN.")
            }
            return WildcardPattern.arn(value, isLike: wanted)
        case .address:
            guard let range = AddressRange(wanted) else { throw PolicyError("'\(wanted)' is not an address range.") }
            return AddressRange(value).map(range.contains) ?? false
        case .numeric(let order): return try compare(value, wanted, order, Double.init)
        case .date(let order): return try compare(value, wanted, order, Self.date)
        case .boolean:
            guard ["true", "false"].contains(wanted.lowercased()) else {
                throw PolicyError("'\(wanted)' is neither true nor false.")
            }
            return value.lowercased() == wanted.lowercased()
        }
    }

    private func compare(
        _ value: String, _ wanted: String, _ order: Order, _ parse: (String) -> Double?
    ) throws(PolicyError) -> Bool {
        guard let limit = parse(wanted) else { throw PolicyError("'\(wanted)' cannot be compared by order.") }
        return parse(value).map { order.holds($0, limit) } ?? false
    }

    /// ISO 8601, or seconds since 1970.
    private static func date(_ text: String) -> Double? {
        if text.count > 4, let seconds = Int(text) { return Double(seconds) }
        return ISO8601.parse(text) ?? ISO8601.parse("\(text)T00:00:00Z")
    }
}
