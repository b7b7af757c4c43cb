import AWSClient
import ActionKit
import Engine
import JSON
import Synchronization

/// A process that stands still at some of its calls while others go on: before the call leaves it, or before it sees the
/// answer.
final class InterruptedAccess: AccountAccess {
    struct Moment: Hashable, Sendable {
        let call: Int
        let isAfter: Bool
    }

    private let access: any AccountAccess
    private let meanwhile: [Moment: @Sendable () async -> Void]
    private let made = Mutex(0)

    init(_ access: any AccountAccess, _ meanwhile: [Moment: @Sendable () async -> Void]) {
        self.access = access
        self.meanwhile = meanwhile
    }

    func perform(_ call: Call, in session: Session) async throws(AWSError) -> JSONValue {
        let index = made.withLock { made in
            made += 1
            return made
        }
        await meanwhile[Moment(call: index, isAfter: false)]?()
        let answer: Result<JSONValue, AWSError>
        do throws(AWSError) {
            answer = .success(try await access.perform(call, in: session))
        } catch {
            answer = .failure(error)
        }
        await meanwhile[Moment(call: index, isAfter: true)]?()
        return try answer.get()
    }
}
