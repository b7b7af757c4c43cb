import GRDB
import Synchronization

/// Writes what many tasks submit in as few transactions as it can.
///
/// A durable transaction costs a flush to the disk. While one is being flushed, others gather and share the next: under load
/// hundreds of changes cost one flush, and a lone change waits for nobody. A task that is cancelled while it waits does not
/// take its change back.
final class GroupCommit: Sendable {
    private struct Submission: Sendable {
        /// Makes the change and answers how to tell of it once it is durable.
        let change: @Sendable (Database) throws -> @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
    }

    private struct State {
        var waiting: [Submission] = []
        var isWriting = false
        var failure: String?
    }

    /// Most changes in one transaction, which bounds how long a change waits for the others of its transaction.
    private static let most = 256

    private let queue: DatabaseQueue
    private let state = Mutex(State())

    init(_ queue: DatabaseQueue) { self.queue = queue }

    /// Why the last transaction failed; nil when it did not.
    var failure: String? { state.withLock { $0.failure } }

    /// Answers once the change is durable; when it throws, nothing of it is.
    ///
    /// An error of one change fails those that share its transaction too.
    func write<Value: Sendable>(_ change: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            submit(
                Submission(
                    change: { database in
                        let value = try change(database)
                        return { continuation.resume(returning: value) }
                    },
                    fail: { continuation.resume(throwing: $0) }))
        }
    }

    private func submit(_ submission: Submission) {
        let mustStart = state.withLock { state in
            state.waiting.append(submission)
            defer { state.isWriting = true }
            return !state.isWriting
        }
        guard mustStart else { return }
        queue.asyncWriteWithoutTransaction { [self] database in
            while let batch = next() { commit(batch, database) }
        }
    }

    private func next() -> [Submission]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isWriting = false
                return nil
            }
            let batch = Array(state.waiting.prefix(Self.most))
            state.waiting.removeFirst(batch.count)
            return batch
        }
    }

    private func commit(_ batch: [Submission], _ database: Database) {
        var tell: [@Sendable () -> Void] = []
        do {
            try database.inTransaction(.immediate) {
                tell = try batch.map { try $0.change(database) }
                return .commit
            }
        } catch {
            state.withLock { $0.failure = "\(error)" }
            for submission in batch { submission.fail(error) }
            return
        }
        state.withLock { $0.failure = nil }
        for told in tell { told() }
    }
}
