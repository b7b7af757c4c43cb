import AWSClient

/// When an execution is looked at again after its end, from its entries.
///
/// Changes that were made again are an end of their own: the looks begin anew after them.
package struct Settling: Hashable, Sendable {
    /// How long after the end each look is due, in seconds.
    package static let checks = [30, 300, 3_600]

    /// When the outcome was known, in seconds since 1970; nil while there is nothing to look at.
    private var end: Double?
    /// The latest look that was taken since.
    private var last = 0
    private var hasDrifted = false
    private var isStopped = false

    /// `entries` are those of one execution, in order.
    package init(_ entries: [Entry]) {
        for entry in entries { receive(entry) }
    }

    private mutating func receive(_ entry: Entry) {
        switch entry.record {
        case .concluded(let conclusion):
            let isChanged = conclusion.outcome == .contained || conclusion.outcome == .partial
            guard end == nil, isChanged || hasDrifted else { return }
            end = ISO8601.parse(entry.time)
        case .settled(let settled): last = max(last, settled.check)
        case .drifted(let drift):
            hasDrifted = true
            if drift.withheld == nil {
                (end, last) = (nil, 0)
            } else if drift.mayPass {
                last = max(last, drift.check)
            } else {
                isStopped = true
            }
        case .undone: isStopped = true
        default: break
        }
    }

    /// Whether there is nothing to look at any more, whatever the time.
    package var isOver: Bool { isStopped || end == nil || last >= Self.checks.last ?? 0 }

    /// The look that is due; of several that were missed the latest, which says what the others would.
    package func due(at now: Double) -> Int? {
        guard let end, !isOver else { return nil }
        return Self.checks.last { $0 > last && end + Double($0) <= now }
    }

    /// How long a look has been due, in seconds.
    func delay(of check: Int, at now: Double) -> Double { end.map { now - $0 - Double(check) } ?? 0 }
}
