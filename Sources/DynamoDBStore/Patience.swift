import AWSClient

/// How long one call of the journal goes on trying: half a minute, with pauses of a random length below a bound that
/// doubles up to a second, so that writers who met once do not meet again.
struct Patience: Sendable {
    static let longest = 30.0
    private static let shortestBound = 0.02
    private static let longestBound = 1.0

    private let surroundings: Surroundings
    private let end: Double
    private var tries = 0

    init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
        end = surroundings.now() + Self.longest
    }

    /// Waits before the next try; false when the time is over, or the caller is cancelled.
    mutating func pause() async -> Bool {
        let bound = min(Self.longestBound, Self.shortestBound * Double(1 << min(tries, 10)))
        let seconds = bound * surroundings.random()
        // The count ends it where a clock is set back meanwhile.
        guard surroundings.now() + seconds < end, tries < 1_000 else { return false }
        tries += 1
        do {
            try await surroundings.sleep(.nanoseconds(Int64(seconds * 1_000_000_000)))
            return true
        } catch {
            return false
        }
    }
}
