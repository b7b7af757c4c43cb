/// How many calls AWS takes: a bucket of tokens that fills up steadily, of which every call takes one.
struct CallQuota: Hashable, Sendable {
    /// The bucket's name within its service: the operation's, or that of a family that shares one.
    let bucket: String
    let capacity: Double
    /// Tokens a second that a bucket begins with; where AWS publishes the number, never more flow in.
    let refill: Double
    /// Tokens a second that are never exceeded, however well it goes.
    let ceiling: Double

    /// A number that AWS publishes.
    static func published(_ bucket: String, _ capacity: Double, perSecond refill: Double) -> CallQuota {
        CallQuota(bucket: bucket, capacity: spared(capacity), refill: refill, ceiling: refill)
    }

    /// What AWS publishes no number for: found by trying, from five a second.
    static func unpublished(_ bucket: String, perSecond refill: Double = 5) -> CallQuota {
        CallQuota(bucket: bucket, capacity: 4 * refill, refill: refill, ceiling: 20 * refill)
    }

    /// Calls do not arrive as evenly as they are sent; a large bucket is not used to its last token.
    private static func spared(_ capacity: Double) -> Double {
        capacity >= 50 ? (capacity * 0.95).rounded(.down) : capacity
    }
}
