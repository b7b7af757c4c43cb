package import ActionKit
import AWSClient
package import Engine
import JSON
package import Playbook
package import PlaybookText
import SimulatedAWS

/// Runs the tests of a playbook with the engine itself, on an organization that is simulated in this process.
///
/// Nothing here can reach AWS: the only transport there is leads to the simulation.
package struct CaseRunner: Sendable {
    private let playbook: Playbook
    private let actions: [any Action.Type]
    private let journal: @Sendable () throws -> any Journal
    private let files: @Sendable (String) -> [UInt8]?

    /// `journal` makes an empty journal for each case; `files` reads the exception records that the playbook names.
    package init(
        playbook: Playbook, actions: [any Action.Type], files: @escaping @Sendable (String) -> [UInt8]? = { _ in nil },
        journal: @escaping @Sendable () throws -> any Journal
    ) {
        self.playbook = playbook
        self.actions = actions
        self.journal = journal
        self.files = files
    }

    /// The words that tests of the playbook may use.
    package var words: CaseWords {
        CaseWords(
            rules: playbook.rules.map(\.name),
            actions: Dictionary(
                playbook.rules.map { ($0.name, $0.respond.map(\.action)) }, uniquingKeysWith: { first, _ in first }),
            outcomes: Outcome.allCases.map(\.rawValue), actionOutcomes: ActionOutcome.allCases.map(\.rawValue),
            operations: Operation.all.map(\.id), errors: ErrorClass.allCases.map(\.word))
    }

    /// Answers the events of a case, and holds what came of the last one against what is expected.
    ///
    /// `read` reads a file that the case names.
    ///
    /// - Throws: `CaseError` for a case that cannot be run, and errors of the journal.
    package func run(_ test: TestCase, read: (String) throws -> [UInt8]) async throws -> CaseResult {
        let before = try test.before.map { try CaseEventText.bytes($0, read: read) }
        let event = try CaseEventText.bytes(test.event, read: read)
        let stage = try CaseStage(
            playbook, before: before, event: event, test.world, actions: actions.map { $0.manifest.id },
            position: test.event.position)
        let journal = try journal()
        let responder = responder(stage, journal)
        for earlier in before { _ = try await responder.respond(to: earlier) }
        let told = stage.messages
        let responses = try await responder.respond(to: event)
        var happened: [Happening] = []
        for response in responses {
            let records = try await journal.entries(of: response.execution).map(\.record)
            happened.append(Happening(response, Execution(id: response.execution, replaying: records)))
        }
        return CaseResult(test: test, happened: happened, alerts: stage.messages - told)
    }

    private func responder(_ stage: CaseStage, _ journal: any Journal) -> Responder {
        let surroundings = stage.aws.clock.surroundings
        let home = APIClient(
            credentials: Keys(), transport: stage.aws, endpoints: Endpoints(environment: { _ in nil }),
            surroundings: surroundings)
        let clock = stage.aws.clock
        return Responder(
            playbook: playbook, catalog: ActionCatalog(actions), journal: journal,
            access: AssumedRoleAccess(
                home: home, roles: AssumedRoles(base: home, now: surroundings.now), roleName: Scenery.responseRole,
                partition: "aws", region: stage.region, homeAccount: stage.home, externalID: Scenery.externalID),
            clock: EngineClock(now: { clock.now }, sleep: { clock.sleep($0) }),
            settings: Settings(
                topic: stage.topic, protected: [], owner: LeaseOwner(host: "test", process: 1, token: "test"),
                homeAccount: stage.home,
                identity: { () async throws(AWSError) in
                    Identity(arn: "arn:aws:iam::\(stage.home):user/tester", userID: "AIDATESTER", localUser: nil)
                }),
            files: files)
    }

    private typealias Identity = Engine.Identity

    private struct Keys: CredentialProvider {
        func credentials() async throws(AWSError) -> Credentials { Scenery.credentials }
    }
}

/// A case that cannot be run, and where it says so.
package struct CaseError: Error, Hashable, Sendable {
    package let sentence: String
    package let position: Position
}

extension ErrorClass {
    /// As tests write it: `accessDenied` is `access-denied`.
    var word: String {
        rawValue.map { $0.isUppercase ? "-\($0.lowercased())" : String($0) }.joined()
    }
}
