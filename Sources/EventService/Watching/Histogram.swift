/// How often a duration was at most each of some bounds, in seconds.
struct Histogram: Hashable, Sendable {
    let bounds: [Double]
    /// A count for each bound, and one for what exceeds all.
    private(set) var counts: [Int]
    private(set) var sum = 0.0

    init(bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    mutating func add(_ seconds: Double) {
        let value = max(0, seconds)
        counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
        sum += value
    }
}
