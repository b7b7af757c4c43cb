import AWSClient
import JSON

/// Where and when a call arrives, and from whom.
struct Arrival: Hashable, Sendable {
    let account: String
    let region: String
    let now: Double
    let caller: Principal
}

extension World {
    /// Performs one call that is permitted, and answers its output; a refusal leaves everything as it was.
    mutating func perform(
        _ operation: Operation, _ input: JSONValue, at arrival: Arrival
    ) throws(Refusal) -> JSONValue {
        let before = self
        do throws(Refusal) {
            let output = try dispatch(operation, Input(input), arrival)
            if operation.service.id == "ec2", !operation.isReadOnly {
                self[account: arrival.account, region: arrival.region].settleFlows(at: arrival.now)
            }
            return output
        } catch {
            self = before
            throw error
        }
    }

    private mutating func dispatch(
        _ operation: Operation, _ input: Input, _ arrival: Arrival
    ) throws(Refusal) -> JSONValue {
        switch operation.service.id {
        case "sts": return try security(operation.name, input, arrival)
        case "iam": return try identity(operation.name, input, arrival)
        case "ec2":
            if Self.aboutGroups.contains(operation.name) {
                return try securityGroup(operation.name, input, arrival)
            }
            if operation.name.hasPrefix("Describe") || operation.name.hasPrefix("Get") {
                return try describe(operation.name, input, arrival)
            }
            return try compute(operation.name, input, arrival)
        case "autoscaling": return try scaling(operation.name, input, arrival)
        case "elb", "elbv2": return try balancing(operation.name, input, arrival)
        case "guardduty": return try detection(operation.name, input, arrival)
        case "config": return try compliance(operation.name, input, arrival)
        case "securityhub": return try hub(operation.name, input, arrival)
        case "ssm": return try automation(operation.name, input, arrival)
        default: return try storage(operation, input, arrival)
        }
    }

    private static let aboutGroups = Set(Operation.all.map(\.name).filter { $0.contains("SecurityGroup") })

    static func unknown(_ operation: String) -> Refusal {
        Refusal("NotImplemented", "The simulation does not know \(operation).", status: 501)
    }
}

/// The input of a call, read member by member.
struct Input {
    let json: JSONValue

    init(_ json: JSONValue) { self.json = json }

    func text(_ name: String) -> String? { json[name]?.string }
    func required(_ name: String) throws(Refusal) -> String {
        guard let text = json[name]?.string, !text.isEmpty else {
            throw Refusal("MissingParameter", "The request must contain the parameter \(name).")
        }
        return text
    }
    func texts(_ name: String) -> [String]? { json[name]?.strings }
    func list(_ name: String) -> [JSONValue] { json[name]?.array ?? [] }

    /// Whether a thing passes the filters of EC2: each filter must be met, by any of its values.
    ///
    /// `lookup` answers the values the thing has for a filter's name; nil for a name the operation does not know.
    func passes(key: String = "Name", _ lookup: (String) -> [String]?) throws(Refusal) -> Bool {
        var passes = true
        for filter in list("Filters") {
            let name = filter[key]?.string ?? ""
            guard let found = lookup(name) else {
                throw Refusal("InvalidParameterValue", "The filter '\(name)' is invalid")
            }
            let wanted = filter["Values"]?.strings ?? []
            if !wanted.contains(where: found.contains) { passes = false }
        }
        return passes
    }
}

extension Tags {
    /// The values a thing with these tags has for a filter on tags; nil for another filter.
    func filtered(_ name: String) -> [String]? {
        if name == "tag-key" { return Array(keys) }
        guard name.hasPrefix("tag:") else { return nil }
        return self[String(name.dropFirst(4))].map { [$0] } ?? []
    }
}
