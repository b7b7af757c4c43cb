import Synchronization

/// Requests for approval that are answered or were told of, as far as one process has seen.
///
/// A function that runs for every event would otherwise read all those of the last weeks each time.
final class SettledRequests: Sendable {
    private let sequences = Mutex<Set<Int>>([])

    func holds(_ sequence: Int) -> Bool { sequences.withLock { $0.contains(sequence) } }

    func add(_ sequence: Int) { sequences.withLock { _ = $0.insert(sequence) } }
}
