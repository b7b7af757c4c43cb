/// What becomes of an event that could not be answered.
enum Retry: Hashable, Sendable {
    case again(afterSeconds: Double)
    case quarantine

    /// After so many attempts, the first being 1: 5, 15, 45 and 135 seconds, then never by itself.
    init(after attempts: Int) {
        guard attempts < EventInbox.attempts else {
            self = .quarantine
            return
        }
        self = .again(afterSeconds: (1..<max(1, attempts)).reduce(5) { seconds, _ in seconds * 3 })
    }

    /// For what is not the event's own failure: the journal is away, or another process works on the same finding.
    static let pause = 10.0
}
