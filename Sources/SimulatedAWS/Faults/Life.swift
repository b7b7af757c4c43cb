import Synchronization

/// Whether the process under test lives: once it is dead, neither AWS nor the journal hears of it again.
package final class Life: Sendable {
    private let isOver = Mutex(false)

    package init() {}

    package var isDead: Bool { isOver.withLock { $0 } }

    package func end() { isOver.withLock { $0 = true } }
}
