import AWSClient
import ActionKit
import Actions
import Engine
import EventService
import ExceptionAudit
import JSON
import Playbook

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Puts the parts together for one run of a command.
struct Wiring {
    let responder: Responder
    let undoer: Undoer
    let desk: ApprovalDesk
    private let connection: Connection
    private let roleName: String
    /// Makes what answers under a playbook for one of several workers; each owns leases of its own.
    let makeResponder: LivePlaybook.MakeResponder

    /// `playbook` is nil for commands that need none.
    ///
    /// A read-only journal need not be there.
    init(
        _ options: AWSOptions, playbook: Playbook? = nil, journal: JournalPlace, again: Bool = false,
        isReadOnly: Bool = false, isService: Bool = false, haltFile: String? = nil
    ) throws {
        try self.init(
            options.reach, surroundings: .process, transport: AsyncHTTPTransport(), playbook: playbook,
            journal: journal, again: again, isReadOnly: isReadOnly, isService: isService, haltFile: haltFile)
    }

    /// The demo's: in the sandbox's environment, with its topic.
    init(_ sandbox: Sandbox, playbook: Playbook, journal: JournalPlace, transport: AsyncHTTPTransport) throws {
        var surroundings = Surroundings.process
        let environment = sandbox.environment
        surroundings.environment = { environment[$0] }
        try self.init(
            Reach(topic: sandbox.topic), surroundings: surroundings, transport: transport, playbook: playbook,
            journal: journal, again: false, isReadOnly: false)
    }

    private init(
        _ reach: Reach, surroundings: Surroundings, transport: AsyncHTTPTransport, playbook: Playbook?,
        journal place: JournalPlace, again: Bool, isReadOnly: Bool, isService: Bool = false, haltFile: String? = nil
    ) throws {
        let topic = try AlertTopic(reach.topic ?? playbook?.topic)
        connection = try Connection(reach, topic: topic, surroundings: surroundings, transport: transport)
        let journal =
            try isReadOnly ? place.openForPlans(connection, surroundings) : place.open(connection, surroundings)
        roleName = reach.roleName
        let owner = LeaseOwner(host: Person.host, process: Int(getpid()), token: "\(surroundings.now())")
        let connection = connection
        let identity: AskIdentity = { () async throws(AWSError) -> Identity in
            try await Identity.caller(of: connection.home, region: connection.region, localUser: Person.name)
        }
        makeResponder = { playbook, worker in
            Responder(
                playbook: playbook, catalog: ActionCatalog(ActionRegistry.all), journal: journal,
                access: connection.access, clock: connection.clock,
                settings: Settings(
                    topic: reach.topic ?? playbook.topic,
                    protected: ["arn:*:iam::*:role/\(reach.roleName.replacing("{action}", with: "*"))"],
                    owner: worker == 0
                        ? owner
                        : LeaseOwner(host: owner.host, process: owner.process, token: "\(owner.token)/\(worker)"),
                    homeAccount: reach.homeAccount ?? topic?.account, isAgain: again, isService: isService,
                    halted: HostSwitch.reading(surroundings.environment, file: haltFile), identity: identity),
                files: surroundings.file)
        }
        responder = makeResponder(playbook ?? Playbook.empty, 0)
        desk = ApprovalDesk(journal: journal, clock: connection.clock, identity: identity)
        undoer = Undoer(
            journal: journal, access: connection.access, clock: connection.clock, owner: owner,
            progress: { Terminal.error($0) })
    }

    /// A client with the response role of an account, for looking around.
    func client(inAccount account: String) async -> APIClient {
        await connection.roles.client(
            assuming: AssumeRoleRequest(
                roleARN: "arn:\(connection.partition.id):iam::\(account):role/\(roleName)", sessionName: "quell-look"),
            region: connection.region)
    }

    /// Asks the engine behind a queue to apply the plan of an execution.
    func send(_ execution: String, to queue: String) async throws(AWSError) {
        let queue = QueueAddress(queue, else: connection.region)
        _ = try await connection.home.call(
            SQS.sendMessage,
            ["QueueUrl": .string(queue.url), "MessageBody": .string(ApplyMessage(execution: execution).body)],
            region: queue.region)
    }

    /// The engine's own client, and its Region.
    var home: APIClient { connection.home }
    var region: String { connection.region }

    /// Every active account of the organization, of which AWS Organizations must let the caller know.
    func activeAccounts() async throws(AWSError) -> [String] {
        try await OrganizationAccounts(asking: connection.home, region: connection.region).active
    }

    func shutDown() async { await connection.shutDown() }
}

/// Who runs the command, for the journal.
enum Person {
    static var name: String { getenv("USER").map { String(cString: $0) } ?? "uid \(getuid())" }

    /// The time of what a person does, for the journal.
    static func time() -> String { ISO8601.format(Surroundings.process.now().rounded(.down)) }

    static var host: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
