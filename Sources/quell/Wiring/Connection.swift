import AWSClient
import Engine

/// The way to AWS: the caller's own credentials, and roles in other accounts.
struct Connection {
    let home: APIClient
    let roles: AssumedRoles
    let access: AssumedRoleAccess
    let region: String
    let partition: Partition
    let clock: EngineClock
    private let transport: AsyncHTTPTransport

    /// `topic` is the ARN of the topic for alerts, which tells the account and, at need, the Region of the caller.
    init(_ reach: Reach, topic: AlertTopic? = nil, surroundings: Surroundings, transport: AsyncHTTPTransport) throws {
        self.transport = transport
        let config = try ConfigFile.read(surroundings)
        let named = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"].lazy.compactMap(surroundings.environment).first {
            !$0.isEmpty
        }
        let profile = reach.profile ?? named ?? "default"
        let settings = config[profile] ?? [:]
        region = try Self.region(reach.region, settings["region"], topic, surroundings)
        partition = try Partition(region: region)
        let endpoints = Endpoints(environment: surroundings.environment, profileEndpoint: settings["endpoint_url"])
        let chain = CredentialChain(
            profile: reach.profile, region: region, surroundings: surroundings, transport: transport,
            endpoints: endpoints)
        home = APIClient(
            credentials: CachedCredentials(chain, now: surroundings.now), transport: transport, endpoints: endpoints,
            surroundings: surroundings,
            pacing: QuotaGovernor(surroundings).map { CallPacing($0, account: topic?.account) },
            onCall: CallCounter.observer(isVerbose: reach.isVerbose))
        roles = AssumedRoles(base: home, now: surroundings.now)
        access = AssumedRoleAccess(
            home: home, roles: roles, roleName: reach.roleName, partition: partition.id, region: region,
            homeAccount: topic?.account, externalID: reach.externalID)
        clock = EngineClock(surroundings)
    }

    func shutDown() async {
        CallCounter.report()
        await transport.shutDown()
    }

    /// The Region of the security account: as given, from the environment, from the profile, or that of the topic.
    private static func region(
        _ given: String?, _ profile: String?, _ topic: AlertTopic?, _ surroundings: Surroundings
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

/// The topic for alerts, from its ARN.
struct AlertTopic {
    let arn: String
    let account: String
    let region: String

    init?(_ arn: String?) throws {
        guard let arn else { return nil }
        let fields = arn.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 6, fields[0] == "arn", fields[2] == "sns" else {
            throw BadInput(
                "\"\(arn)\" is not the ARN of an SNS topic. Write one such as "
                    + "arn:aws:sns:eu-central-1:111122223333:Security_Alerts.")
        }
        self.arn = arn
        account = fields[4]
        region = fields[3]
    }
}

extension EngineClock {
    init(_ surroundings: Surroundings) { self.init(now: surroundings.now, sleep: surroundings.sleep) }

    static let process = EngineClock(.process)
}
