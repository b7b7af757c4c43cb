import AWSClient
import ActionKit
import Engine
import JSON

/// An account with one instance in memory: performs what the test actions call, and refuses everything else.
///
/// It enforces what stands outside the engine in AWS, the session's policy, and keeps watch over what the engine owes:
/// no write without an intent of exactly that call in the journal.
actor FakeAWS: AccountAccess {
    /// What is there, for comparing before and after.
    struct State: Hashable, Sendable {
        var tags = [Sample.instance: ["Name": "web", "state": "open"]]
        /// Ids of security groups by name.
        var groups: [String: String] = [:]
        var isArchived = false
        /// Ids of network interfaces of the instance.
        var interfaces: [String] = []
    }

    /// How a call goes wrong: before it has an effect, or after.
    enum Fault: Hashable, Sendable {
        case refused(AWSError.Kind)
        case lost(AWSError.Kind)

        var kind: AWSError.Kind {
            switch self {
            case .refused(let kind), .lost(let kind): kind
            }
        }
    }

    private(set) var state = State()
    private(set) var published: [String] = []
    private(set) var calls: [Call] = []
    private(set) var sessions: [Session] = []
    /// What the engine must not have done, a sentence each.
    private(set) var complaints: [String] = []
    private let journal: (any Journal)?
    private var liveFinding: JSONValue = Sample.liveFinding
    private var scripted: [String: JSONValue] = [:]
    private var faultsByIndex: [Int: Fault] = [:]
    private var faults: [String: [Fault]] = [:]
    private var lasting: [String: Fault] = [:]
    private var meanwhile: [Int: @Sendable (inout State) -> Void] = [:]
    private var lag = 0
    private var stale: (tags: [String: [String: String]], reads: Int)?

    /// With a journal every write is checked for its intent.
    init(watching journal: (any Journal)? = nil) { self.journal = journal }

    func change(_ body: @Sendable (inout State) -> Void) { body(&state) }
    func setFinding(_ finding: JSONValue) { liveFinding = finding }
    func answer(_ operation: Operation, _ answer: JSONValue) { scripted[operation.id] = answer }
    /// Faults of the next calls of an operation, one each.
    func fail(_ operation: Operation, _ faults: Fault...) { self.faults[operation.id] = faults }
    func failAlways(_ operation: Operation, _ fault: Fault) { lasting[operation.id] = fault }
    func recover() { (lasting, faults, faultsByIndex) = ([:], [:], [:]) }
    /// A fault of the call with a number, counted from 1.
    func fail(call index: Int, _ fault: Fault) { faultsByIndex[index] = fault }
    /// Somebody else changes something just before the call with a number.
    func before(call index: Int, _ body: @escaping @Sendable (inout State) -> Void) { meanwhile[index] = body }
    /// How many readings of tags still show what was there before a write.
    func setLag(_ reads: Int) { lag = reads }
    /// Every write is seen from now on.
    func settle() { (lag, stale) = (0, nil) }

    var writes: [Call] { calls.filter { !(Operation.named($0.operation)?.isReadOnly ?? false) } }
    var operations: [String] { calls.map(\.operation) }
    /// Writes that change resources: telling people twice is allowed.
    var changes: [Call] { writes.filter { $0.operation != SNS.publish.id } }

    func perform(_ call: Call, in session: Session) async throws(AWSError) -> JSONValue {
        calls.append(call)
        sessions.append(session)
        let index = calls.count
        guard let operation = Operation.named(call.operation) else { throw refusal("\(call.operation) is unknown.") }
        if !operation.isReadOnly, let journal {
            complaints += await IntentWatch(journal: journal).complaints(call, session.execution)
        }
        meanwhile.removeValue(forKey: index)?(&state)
        guard PolicyCheck(session.policy).allows(operation, call.resources) else {
            throw refusal("The session's policy does not allow \(call.operation) on \(call.resources).")
        }
        let fault = faultsByIndex[index] ?? takeFault(operation)
        if case .refused(let kind) = fault { throw error(kind, call) }
        let answer = try answer(call)
        if case .lost(let kind) = fault { throw error(kind, call) }
        return answer
    }

    private func takeFault(_ operation: Operation) -> Fault? {
        if let fault = lasting[operation.id] { return fault }
        guard let next = faults[operation.id]?.first else { return nil }
        faults[operation.id]?.removeFirst()
        return next
    }

    private func error(_ kind: AWSError.Kind, _ call: Call) -> AWSError {
        AWSError(kind: kind, operation: call.operation, code: "Injected", message: "Injected.")
    }

    private func refusal(_ sentence: String) -> AWSError {
        complaints.append(sentence)
        return AWSError(kind: .accessDenied, operation: "test", message: sentence)
    }

    private func answer(_ call: Call) throws(AWSError) -> JSONValue {
        if let answer = scripted[call.operation] { return answer }
        switch call.operation {
        case GuardDuty.getFindings.id: return ["Findings": [finding]]
        case EC2.describeInstances.id: return try describeInstances(call)
        case EC2.describeTags.id: return describeTags(call)
        case EC2.describeSecurityGroups.id:
            let name = call.filter("group-name").first ?? ""
            return ["SecurityGroups": .array(state.groups[name].map { [["GroupId": .string($0)]] } ?? [])]
        case EC2.createSecurityGroup.id: return try createGroup(call)
        case EC2.createTags.id, EC2.deleteTags.id: return tag(call)
        case GuardDuty.archiveFindings.id: state.isArchived = true
        case GuardDuty.unarchiveFindings.id: state.isArchived = false
        case SNS.publish.id: published.append(call.input["Message"]?.string ?? "")
        default: throw refusal("\(call.operation) with \(call.input) is not foreseen.")
        }
        return [:]
    }

    private var finding: JSONValue {
        var finding = liveFinding.object ?? [:]
        finding["Service"] = ["Archived": .bool(state.isArchived)]
        return .object(finding)
    }

    private func describeInstances(_ call: Call) throws(AWSError) -> JSONValue {
        let id = call.input["InstanceIds"]?.strings?.first ?? ""
        guard let tags = state.tags[id] else { throw error(.notFound, call) }
        var instance: [String: JSONValue] = ["InstanceId": .string(id), "Tags": Self.list(tags)]
        if !state.interfaces.isEmpty {
            instance["NetworkInterfaces"] = .array(
                state.interfaces.map { ["NetworkInterfaceId": .string($0)] })
        }
        return ["Reservations": [["Instances": [.object(instance)]]]]
    }

    private func describeTags(_ call: Call) -> JSONValue {
        var shown = state.tags
        if let old = stale {
            shown = old.tags
            stale = old.reads > 1 ? (old.tags, old.reads - 1) : nil
        }
        let key = call.filter("key").first ?? ""
        let tags = call.filter("resource-id").flatMap { id in
            (Self.list((shown[id] ?? [:]).filter { $0.key == key }).array ?? []).map { tag in
                JSONValue.object((tag.object ?? [:]).merging(["ResourceId": .string(id)]) { $1 })
            }
        }
        return ["Tags": .array(tags)]
    }

    private static func list(_ tags: [String: String]) -> JSONValue {
        .array(tags.sorted { $0.key < $1.key }.map { ["Key": .string($0.key), "Value": .string($0.value)] })
    }

    private func createGroup(_ call: Call) throws(AWSError) -> JSONValue {
        let name = call.input["GroupName"]?.string ?? ""
        guard state.groups[name] == nil else { throw error(.alreadyExists, call) }
        let id = "sg-\(state.groups.count + 1)"
        state.groups[name] = id
        return ["GroupId": .string(id)]
    }

    private func tag(_ call: Call) -> JSONValue {
        let id = call.input["Resources"]?.strings?.first ?? ""
        if lag > 0 { stale = (state.tags, lag) }
        for tag in call.input["Tags"]?.array ?? [] {
            let value = call.operation == EC2.createTags.id ? tag["Value"]?.string : nil
            state.tags[id, default: [:]][tag["Key"]?.string ?? ""] = value
        }
        return [:]
    }
}

extension Call {
    /// The values of one of the call's filters.
    fileprivate func filter(_ name: String) -> [String] {
        input["Filters"]?.array?.first { $0["Name"]?.string == name }?["Values"]?.strings ?? []
    }
}
