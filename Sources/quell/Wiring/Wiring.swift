import AWSClient
import ActionKit
import Actions
import Engine
import Playbook
import PlaybookText
import SQLiteStore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Puts the parts together for one run of a command.
struct Wiring {
    let responder: Responder
    let undoer: Undoer
    private let roles: AssumedRoles
    private let roleName: String
    private let partition: Partition
    private let region: String
    private let transport: AsyncHTTPTransport

    /// `playbook` is nil for commands that need none.
    ///
    /// A read-only journal need not be there.
    init(
        _ options: AWSOptions, playbook: Playbook? = nil, journal path: String, again: Bool = false,
        isReadOnly: Bool = false
    ) throws {
        try self.init(
            options.reach, surroundings: .process, transport: AsyncHTTPTransport(), playbook: playbook, journal: path,
            again: again,
            isReadOnly: isReadOnly)
    }

    /// The demo's: in the sandbox's environment, with its topic.
    init(_ sandbox: Sandbox, playbook: Playbook, journal path: String, transport: AsyncHTTPTransport) throws {
        var surroundings = Surroundings.process
        let environment = sandbox.environment
        surroundings.environment = { environment[$0] }
        try self.init(
            Reach(topic: sandbox.topic), surroundings: surroundings, transport: transport, playbook: playbook,
            journal: path, again: false,
            isReadOnly: false)
    }

    private init(
        _ reach: Reach, surroundings: Surroundings, transport: AsyncHTTPTransport, playbook: Playbook?,
        journal path: String, again: Bool, isReadOnly: Bool
    ) throws {
        self.transport = transport
        let journal: any Journal =
            isReadOnly && !JournalFile.exists(path) ? try SQLiteJournal.empty() : try SQLiteJournal(path: path)
        let config = try ConfigFile.read(surroundings)
        let named = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"].lazy.compactMap(surroundings.environment).first {
            !$0.isEmpty
        }
        let profile = reach.profile ?? named ?? "default"
        let settings = config[profile] ?? [:]
        let topic = try Self.topic(reach.topic ?? playbook?.topic)
        region = try Self.region(reach.region, settings["region"], topic, surroundings)
        partition = try Partition(region: region)
        let endpoints = Endpoints(environment: surroundings.environment, profileEndpoint: settings["endpoint_url"])
        let chain = CredentialChain(
            profile: reach.profile, region: region, surroundings: surroundings, transport: transport,
            endpoints: endpoints)
        let home = APIClient(
            credentials: CachedCredentials(chain, now: surroundings.now), transport: transport, endpoints: endpoints,
            surroundings: surroundings, onCall: CallCounter.observer(isVerbose: reach.isVerbose))
        roles = AssumedRoles(base: home, now: surroundings.now)
        roleName = reach.roleName
        let access = AssumedRoleAccess(
            home: home, roles: roles, roleName: roleName, partition: partition.id, region: region,
            homeAccount: topic?.account, externalID: reach.externalID)
        let clock = EngineClock(now: surroundings.now, sleep: surroundings.sleep)
        let owner = LeaseOwner(host: Person.host, process: Int(getpid()), token: "\(surroundings.now())")
        responder = Responder(
            playbook: playbook ?? Playbook.empty, catalog: ActionCatalog(ActionRegistry.all), journal: journal,
            access: access, clock: clock,
            settings: Settings(
                topic: topic?.arn, protected: ["arn:*:iam::*:role/\(reach.roleName)"], owner: owner,
                homeAccount: reach.homeAccount ?? topic?.account, isAgain: again))
        undoer = Undoer(journal: journal, access: access, clock: clock, owner: owner)
    }

    /// A client with the response role of an account, for looking around.
    func client(inAccount account: String) async -> APIClient {
        await roles.client(
            assuming: AssumeRoleRequest(
                roleARN: "arn:\(partition.id):iam::\(account):role/\(roleName)", sessionName: "quell-look"),
            region: region)
    }

    func shutDown() async {
        CallCounter.report()
        await transport.shutDown()
    }

    private struct Topic {
        let arn: String
        let account: String
        let region: String
    }

    private static func topic(_ arn: String?) throws -> Topic? {
        guard let arn else { return nil }
        let fields = arn.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 6, fields[0] == "arn", fields[2] == "sns" else {
            throw BadInput(
                "\"\(arn)\" is not the ARN of an SNS topic. Write one such as "
                    + "arn:aws:sns:eu-central-1:111122223333:Security_Alerts.")
        }
        return Topic(arn: arn, account: fields[4], region: fields[3])
    }

    /// The Region of the security account: as given, from the environment, from the profile, or that of the topic.
    private static func region(
        _ given: String?, _ profile: String?, _ topic: Topic?, _ surroundings: Surroundings
    ) throws -> String {
        let environment = surroundings.environment
        let region = given ?? environment("AWS_REGION") ?? environment("AWS_DEFAULT_REGION") ?? profile ?? topic?.region
        guard let region, !region.isEmpty else {
            throw BadInput("No Region is set. Name one with --region, or set AWS_REGION.")
        }
        do throws(AWSError) {
            _ = try Partition(region: region)
        } catch {
            throw BadInput(error.message)
        }
        return region
    }
}

/// Reads playbooks with the actions of this build.
enum PlaybookFile {
    static func read(_ path: String) throws -> Playbook {
        try Playbook.read(
            InputFiles.text(path), file: path, actions: ActionRegistry.all)
    }
}

/// Opens journals that must be there.
enum JournalFile {
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    static func existing(_ path: String) throws -> SQLiteJournal {
        guard exists(path) else {
            throw BadInput("There is no journal at \(path). Name one with --journal.")
        }
        return try SQLiteJournal(path: path)
    }
}

/// Who runs the command, for the journal.
enum Person {
    static var name: String { getenv("USER").map { String(cString: $0) } ?? "uid \(getuid())" }

    static var host: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
