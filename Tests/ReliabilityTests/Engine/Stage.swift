import AWSClient
import ActionKit
import Actions
import Engine
import JSON
import Playbook
import PlaybookText
import SimulatedAWS

/// One incident in a simulated organization, a journal in memory, and engines that live and die between them.
struct Stage: Sendable {
    let incident: Incident
    let aws: SimulatedAWS
    let journal = MemoryJournal()
    let playbook: Playbook
    /// The world before anybody responded.
    let origin: World

    static let catalog = ActionCatalog(ActionRegistry.all)
    static let actions = ActionRegistry.all.map { $0.manifest.id }

    /// How the engine reaches AWS.
    enum Way {
        /// Through the client, its signatures and its retries, and every protocol's wire form.
        case client
        /// Without them, many times faster; each error reaches the engine as it is.
        case direct
    }

    private let way: Way

    init(_ incident: Incident, _ way: Way = .client, behavior: Behavior = Behavior()) throws {
        self.incident = incident
        self.way = way
        origin = incident.world(actions: Self.actions)
        aws = SimulatedAWS(origin, behavior: behavior)
        playbook = try Playbook.read(
            """
            quell: 1
            rules:
              - name: contain
                when: { source: [\(incident.source)] }
                respond:
            \(incident.respond.map { "      - \($0)" }.joined(separator: "\n"))

            """, file: "test.yaml", actions: Self.catalog.manifests)
    }

    private static func owner(_ token: String) -> LeaseOwner { LeaseOwner(host: "test", process: 1, token: token) }

    private var engineClock: EngineClock {
        EngineClock(now: { aws.clock.now }, sleep: { aws.clock.sleep($0) })
    }

    /// The engine's way to AWS, as a process has it.
    private func access(_ life: Life) -> any AccountAccess {
        if way == .direct { return DirectAccess(aws: aws, life: life) }
        let surroundings = aws.clock.surroundings
        let home = APIClient(
            credentials: Keys(), transport: aws.transport(of: life),
            endpoints: Endpoints(environment: { _ in nil }), surroundings: surroundings)
        return AssumedRoleAccess(
            home: home, roles: AssumedRoles(base: home, now: surroundings.now), roleName: Scenery.responseRole,
            partition: "aws", region: Scenery.region, homeAccount: Scenery.home, externalID: Scenery.externalID)
    }

    private struct Keys: CredentialProvider {
        func credentials() async throws(AWSError) -> Credentials { Scenery.credentials }
    }

    func responder(_ owner: String = "a", journal other: (any Journal)? = nil, life: Life = Life()) -> Responder {
        Responder(
            playbook: playbook, catalog: Self.catalog, journal: other ?? journal, access: access(life),
            clock: engineClock,
            settings: Settings(
                topic: Scenery.topic, protected: [], owner: Self.owner(owner), homeAccount: Scenery.home))
    }

    func undoer(_ owner: String = "u", journal other: (any Journal)? = nil, life: Life = Life()) -> Undoer {
        Undoer(journal: other ?? journal, access: access(life), clock: engineClock, owner: Self.owner(owner))
    }

    // MARK: What came of it

    var executions: [Execution] {
        get async throws {
            var found: [Execution] = []
            for id in try await journal.executions(newest: 100).reversed() {
                found.append(Execution(id: id, replaying: try await journal.entries(of: id).map(\.record)))
            }
            return found
        }
    }

    var messages: Int { aws.world[account: Scenery.home, region: Scenery.region].topics[Scenery.topic]?.count ?? 0 }

    /// What a response changed, an hour later: all that was on its way has come.
    var projection: Projection { aws.world.projection(at: aws.clock.now + 3_600) }
    var originalProjection: Projection { origin.projection(at: aws.clock.now + 3_600) }
}
