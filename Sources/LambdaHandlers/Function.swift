package import AWSClient
import ActionKit
import Actions
import JSON
package import Engine
package import LambdaRuntime
import Playbook

/// The parts of the function, put together once a process.
package struct Function: Sendable {
    /// Makes the journal from the engine's own client; a parameter, so that tests need no table.
    package typealias MakeJournal = @Sendable (APIClient, FunctionSettings) throws -> any Journal

    private let handler: RuntimeLoop.Handler

    /// Reads the playbook and puts everything together; calls nothing.
    package init(
        _ settings: FunctionSettings, surroundings: Surroundings, transport: any HTTPTransport, log: Log,
        journal: MakeJournal
    ) throws {
        let partition = try Partition(region: settings.region)
        let endpoints = Endpoints(environment: surroundings.environment)
        let chain = CredentialChain(
            profile: nil, region: settings.region, surroundings: surroundings, transport: transport,
            endpoints: endpoints)
        let home = APIClient(
            credentials: CachedCredentials(chain, now: surroundings.now), transport: transport, endpoints: endpoints,
            surroundings: surroundings,
            pacing: QuotaGovernor(surroundings).map { CallPacing($0, account: settings.homeAccount) })
        guard settings.handler == .respond else {
            let rule = ConfigRuleHandler(client: home, region: settings.region, log: log)
            handler = { try await rule.answer($0) }
            return
        }
        let access = AssumedRoleAccess(
            home: home, roles: AssumedRoles(base: home, now: surroundings.now), roleName: settings.roleName,
            partition: partition.id, region: settings.region, homeAccount: settings.homeAccount,
            externalID: settings.externalID)
        let owner = LeaseOwner(host: settings.host, process: 0, token: Self.token(surroundings.random))
        let responder = Responder(
            playbook: try Self.playbook(settings, surroundings), catalog: ActionCatalog(ActionRegistry.all),
            journal: try journal(home, settings), access: access,
            clock: EngineClock(now: surroundings.now, sleep: surroundings.sleep),
            settings: Settings(
                topic: settings.topic, protected: Self.protected(settings.roleName), owner: owner,
                homeAccount: settings.homeAccount, isService: true, halted: { [halt = settings.halt] in halt },
                identity: { () async throws(AWSError) -> Identity in
                    try await Identity.caller(of: home, region: settings.region, localUser: nil)
                }))
        let respond = RespondHandler(
            responder: responder, log: log, remind: Self.reminder(home, settings), sweep: settings.sweep)
        handler = { try await respond.answer($0) }
    }

    /// Sends a message to the function's own queue that comes when the first look is due.
    static func reminder(_ home: APIClient, _ settings: FunctionSettings) -> RespondHandler.Remind? {
        guard let inbox = settings.inbox else { return nil }
        return { execution in
            _ = try await home.call(
                SQS.sendMessage,
                [
                    "QueueUrl": .string(inbox), "MessageBody": .string(TendMessage(execution: execution).body),
                    "DelaySeconds": .number(String(Settling.checks[0])),
                ], region: settings.region)
        }
    }

    package func answer(_ invocation: Invocation) async throws -> [UInt8] { try await handler(invocation) }

    /// The compiled playbook of the package, as the stack changes it.
    static func playbook(
        _ settings: FunctionSettings, _ surroundings: Surroundings
    ) throws(SetupError) -> Playbook {
        guard let bytes = surroundings.file(settings.playbook) else {
            throw SetupError(
                "There is no playbook at \(settings.playbook).",
                "It is put beside the program when the package is made. Make it anew with: make lambda")
        }
        do throws(Playbook.CompiledMistake) {
            let playbook = try Playbook.read(
                compiled: String(decoding: bytes, as: UTF8.self), actions: ActionRegistry.all)
            return try playbook.applying(settings.overrides, actions: ActionRegistry.all)
        } catch {
            throw SetupError("The playbook cannot be used.", error.description)
        }
    }

    /// Patterns of the roles that are never changed: those that Quell acts with, and all beside them under their path.
    static func protected(_ roleName: String) -> [String] {
        var names = [roleName.replacing("{action}", with: "*")]
        if let slash = roleName.lastIndex(of: "/") { names.append("\(roleName[...slash])*") }
        return names.map { "arn:*:iam::*:role/\($0)" }
    }

    /// Distinguishes this process from every other that may work on the same execution.
    static func token(_ random: () -> Double) -> String {
        (0..<4).map { _ in String(UInt32(random() * 4_294_967_296), radix: 16) }.joined(separator: "-")
    }
}
