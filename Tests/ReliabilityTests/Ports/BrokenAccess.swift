import AWSClient
import ActionKit
import Engine
import JSON
import Synchronization

/// A way in which the engine's way to AWS can be broken.
enum AccessFlaw: String, CaseIterable, Sendable {
    case swallowsRefusals = "takes a refusal of a change for a success"
    case pretendsToPublish = "says that a message was sent"
    case pretendsToChange = "says that a change was made"
    case readsFromCache = "answers a read with what it answered before"
    case changesTwice = "sends every change twice"
    case archivesAtOnce = "archives the finding with the first change"
}

/// A way to AWS that is broken.
final class BrokenAccess: AccountAccess {
    private let access: any AccountAccess
    private let flaw: AccessFlaw
    private let cache = Mutex<[Call: JSONValue]>([:])
    /// The call that archives the finding, where the flaw makes it.
    private let archive: Call?

    init(_ access: any AccountAccess, _ flaw: AccessFlaw, archive: Call? = nil) {
        self.access = access
        self.flaw = flaw
        self.archive = archive
    }

    func perform(_ call: Call, in session: Session) async throws(AWSError) -> JSONValue {
        let isReadOnly = Operation.named(call.operation)?.isReadOnly ?? false
        return isReadOnly ? try await read(call, session) : try await change(call, session)
    }

    private func read(_ call: Call, _ session: Session) async throws(AWSError) -> JSONValue {
        guard flaw == .readsFromCache else { return try await access.perform(call, in: session) }
        if let known = cache.withLock({ $0[call] }) { return known }
        let answer = try await access.perform(call, in: session)
        cache.withLock { $0[call] = answer }
        return answer
    }

    private func change(_ call: Call, _ session: Session) async throws(AWSError) -> JSONValue {
        switch flaw {
        case .swallowsRefusals:
            do throws(AWSError) {
                return try await access.perform(call, in: session)
            } catch {
                return [:]
            }
        case .pretendsToPublish where call.operation == SNS.publish.id: return ["MessageId": "m"]
        case .pretendsToChange: return [:]
        case .changesTwice:
            _ = try await access.perform(call, in: session)
            return try await access.perform(call, in: session)
        case .archivesAtOnce:
            if let archive, archive != call {
                _ = try await access.perform(
                    archive,
                    in: Session(execution: session.execution, policy: nil, purpose: "guardduty.archive-finding"))
            }
            return try await access.perform(call, in: session)
        case .pretendsToPublish, .readsFromCache: return try await access.perform(call, in: session)
        }
    }
}
