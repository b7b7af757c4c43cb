import ActionKit
import Engine
import JSON

/// What executions tell of the world as it was, in the words of a test's `world`; what is standard there is left out.
///
/// The journal keeps what was planned and why, not everything that was read: a plan that changes nothing else tells no more of
/// the resource than that.
struct RecordedWorld {
    private let executions: [Execution]
    private let exceptionTag: String

    init(_ executions: [Execution], exceptionTag: String) {
        (self.executions, self.exceptionTag) = (executions, exceptionTag)
    }

    /// In the order of the documentation.
    var members: [(name: String, value: JSONValue)] {
        var members: [(name: String, value: JSONValue)] = []
        if isExempt { members.append(("tags", [exceptionTag: "recorded"])) }
        if outcomes.contains(.moot) { members.append(("resource", "gone")) }
        if let finding { members.append(("finding", .string(finding))) }
        if hasCalls("autoscaling:") { members.append(("scaling-group", true)) }
        if hasCalls("elb") { members.append(("load-balancer", true)) }
        if isPrepared(by: "isolate-eni-", without: "create-quell-quarantine") {
            members.append(("quarantine-group", true))
        } else if isPrepared(by: "create-quell-quarantine", without: "empty-egress-ipv6") {
            members.append(("ipv6", false))
        }
        if let volumes, volumes != 1 { members.append(("volumes", .number("\(volumes)"))) }
        if let rules { members.append(("rules", .array(rules.map(JSONValue.string)))) }
        if let keys { members.append(("keys", .number("\(keys)"))) }
        return members
    }

    private var outcomes: [Outcome] { executions.compactMap { $0.conclusion?.outcome } }

    /// Whether the tag alone exempts: in strict mode it takes a record, which a judgement names.
    private var isExempt: Bool {
        executions.contains { $0.conclusion?.outcome == .exempt && $0.exceptions.isEmpty }
    }

    /// What the source says of the finding, where it does not say that it is open.
    private var finding: String? {
        if executions.contains(where: { $0.conclusion?.outcome == .notConfirmed && $0.evidence == nil }) {
            return "unknown"
        }
        // The first of several rules may have archived it for the others.
        let evidence = executions.compactMap(\.evidence)
        let isArchived = evidence.allSatisfy { $0["Service"]?["Archived"]?.bool == true }
        return !evidence.isEmpty && isArchived ? "archived" : nil
    }

    // MARK: Plans

    /// What was planned, carried out or not.
    private var plans: [Plan] {
        executions.flatMap { execution -> [Plan] in
            let planned = execution.planned[.contain]
            return (planned?.plans ?? []) + (planned?.held?.proposed ?? [])
                + (execution.approval?.request.planned.plans ?? [])
        }
    }

    private var steps: [Step] { plans.flatMap(\.steps) }

    private func hasCalls(_ service: String) -> Bool { steps.contains { $0.call.operation.hasPrefix(service) } }

    private func isPrepared(by step: String, without other: String) -> Bool {
        steps.contains { $0.id.hasPrefix(step) } && !steps.contains { $0.id == other }
    }

    /// Volumes of an instance that is isolated, as far as something is done about each; nil where none is.
    private var volumes: Int? {
        let plans = plans.filter { $0.action == "ec2.isolate-instance" }
        return plans.isEmpty ? nil : Set(plans.flatMap(\.steps).map(\.id).filter { $0.hasPrefix("keep-vol-") }).count
    }

    /// The active keys of a user that is blocked; nil where that is not planned, or where it is one.
    private var keys: Int? {
        guard steps.contains(where: { $0.call.operation == "iam:AttachUserPolicy" }) else { return nil }
        let keys = Set(steps.filter { $0.call.operation == "iam:UpdateAccessKey" }.map(\.id)).count
        return keys == 1 ? nil : min(keys, 2)
    }

    /// The ways into a security group that a plan closes, none of one that is confined already.
    private var rules: [String]? {
        let confine = "ec2.confine-security-group"
        let reasons = executions.compactMap { $0.planned[.contain]?.reasons[confine] }
        if reasons.contains(where: { $0.kind == .alreadyContained }) || isConfinedAlone(confine) { return [] }
        var taken: Set<String> = []
        let closed = plans.filter { $0.action == confine }.flatMap(\.steps).flatMap(Self.ways)
            .filter { taken.insert($0).inserted }
        return closed.isEmpty ? nil : closed
    }

    /// Whether the action was the only one, and found nothing to do; then there is no plan that says so.
    private func isConfinedAlone(_ action: String) -> Bool {
        executions.contains {
            $0.conclusion?.outcome == .alreadyContained && $0.admission?.actions.contains(action) == true
        }
    }

    /// What a step takes away, as its undo gives it back.
    private static func ways(_ step: Step) -> [String] {
        guard case .call(let undo) = step.undo else { return [] }
        let changed = undo.input["SecurityGroupRules"]?.array?.compactMap { $0["SecurityGroupRule"] } ?? []
        let revoked = undo.input["IpPermissions"]?.array ?? []
        return (changed + revoked).flatMap { rule -> [String] in
            guard let kind = rule["IpProtocol"]?.string, ["tcp", "udp"].contains(kind),
                let from = rule["FromPort"]?.int,
                let to = rule["ToPort"]?.int
            else { return [] }
            let lists = [rule["IpRanges"], rule["Ipv6Ranges"]].flatMap { $0?.array ?? [] }
            let sources = ([rule] + lists).flatMap { [$0["CidrIpv4"], $0["CidrIpv6"], $0["CidrIp"]] }
            let ports = from == to ? "\(from)" : "\(from)-\(to)"
            return sources.compactMap { $0?.string }.map { "\(kind) \(ports) from \($0)" }
        }
    }
}
