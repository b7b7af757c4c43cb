import Synchronization

/// Says to a loop that it must end, and wakes it.
final class StopSign: Sendable {
    private let bell: Bell
    private let state = Mutex(false)

    init(_ bell: Bell) { self.bell = bell }

    var isUp: Bool { state.withLock { $0 } }

    func putUp() {
        state.withLock { $0 = true }
        bell.ring()
    }
}
