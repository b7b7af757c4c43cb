import Synchronization

/// Executions that need no tending any more, as far as one process has seen: they are not read again every minute.
final class TendedExecutions: Sendable {
    private let ids = Mutex<Set<String>>([])

    func holds(_ id: String) -> Bool { ids.withLock { $0.contains(id) } }

    func add(_ id: String) { ids.withLock { _ = $0.insert(id) } }

    /// Forgets all that nobody asks for any more.
    func keep(_ others: some Sequence<String>) { ids.withLock { $0.formIntersection(others) } }
}
