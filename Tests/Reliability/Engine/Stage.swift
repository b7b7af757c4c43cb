import AWSClient
import ActionKit
import Actions
package import Engine
import JSON
package import Playbook
import PlaybookText
package import SimulatedAWS

/// One incident in a simulated organization, a journal in memory, and engines that live and die between them.
package struct Stage: Sendable {
    /// What many stages have in common: made once, as reading a playbook takes longer than answering an event.
    package struct Setting: Sendable {
        package let incident: Incident
        package let playbook: Playbook
        /// The world before anybody responded.
        package let origin: World

        /// `head` are lines of the playbook beside its rule.
        package init(_ incident: Incident, head: String = "") throws {
            self.incident = incident
            origin = incident.world(actions: Stage.actions)
            playbook = try Playbook.read(
                """
                quell: 1
                \(head)
                rules:
                  - name: contain
                    when: { source: [\(incident.source)] }
                    respond:
                \(incident.respond.map { "      - \($0)" }.joined(separator: "\n"))

                """, file: "test.yaml", actions: Stage.catalog.manifests)
        }
    }

    /// How the engine reaches AWS.
    package enum Way: String, Sendable {
        /// Through the client, its signatures and its retries, and every protocol's wire form.
        case client
        /// Without them, many times faster; each error reaches the engine as it is.
        case direct
    }

    package let setting: Setting
    package let aws: SimulatedAWS
    package let journal = MemoryJournal()
    private let way: Way

    package static let catalog = ActionCatalog(ActionRegistry.all)
    package static let actions = ActionRegistry.all.map { $0.manifest.id }

    package init(_ setting: Setting, _ way: Way, behavior: Behavior = Behavior()) {
        self.setting = setting
        self.way = way
        aws = SimulatedAWS(setting.origin, behavior: behavior)
    }

    package init(_ incident: Incident, _ way: Way = .client, behavior: Behavior = Behavior()) throws {
        self.init(try Setting(incident), way, behavior: behavior)
    }

    package var incident: Incident { setting.incident }

    private static func owner(_ token: String) -> LeaseOwner { LeaseOwner(host: "test", process: 1, token: token) }

    private var engineClock: EngineClock {
        EngineClock(now: { aws.clock.now }, sleep: { aws.clock.sleep($0) })
    }

    /// The engine's way to AWS, as a process has it.
    package func access(_ life: Life) -> any AccountAccess {
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

    package func responder(
        _ owner: String = "a", journal other: (any Journal)? = nil, life: Life = Life(),
        access through: (any AccountAccess)? = nil
    ) -> Responder {
        Responder(
            playbook: setting.playbook, catalog: Self.catalog, journal: other ?? journal,
            access: through ?? access(life), clock: engineClock,
            settings: Settings(
                topic: Scenery.topic, protected: [], owner: Self.owner(owner), homeAccount: Scenery.home))
    }

    package func undoer(_ owner: String = "u", journal other: (any Journal)? = nil, life: Life = Life()) -> Undoer {
        Undoer(journal: other ?? journal, access: access(life), clock: engineClock, owner: Self.owner(owner))
    }

    // MARK: What came of it

    package var executions: [Execution] {
        get async throws {
            var found: [Execution] = []
            for id in try await journal.executions(newest: 100).reversed() {
                found.append(Execution(id: id, replaying: try await journal.entries(of: id).map(\.record)))
            }
            return found
        }
    }

    package var messages: Int {
        aws.world[account: Scenery.home, region: Scenery.region].topics[Scenery.topic]?.count ?? 0
    }

    /// What a response changed, an hour later: all that was on its way has come.
    package var projection: Projection { aws.world.projection(at: aws.clock.now + 3_600) }
    package var originalProjection: Projection { setting.origin.projection(at: aws.clock.now + 3_600) }
}
