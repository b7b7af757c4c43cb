import Synchronization

/// How often a process may try again: a bucket of tokens that failures empty and successes fill, as in the AWS SDKs'
/// standard mode, so that retries never become the load that keeps a service down.
package final class RetryBudget: Sendable {
    static let capacity = 500
    private let tokens = Mutex(capacity)

    package init() {}

    static func cost(_ kind: AWSError.Kind) -> Int { kind == .timedOut || kind == .unreachable ? 10 : 5 }

    /// Takes tokens for one retry; false when there are too few.
    func take(_ cost: Int) -> Bool {
        tokens.withLock { tokens in
            guard tokens >= cost else { return false }
            tokens -= cost
            return true
        }
    }

    /// Gives back what a successful retry took, or one token for a success at the first attempt.
    func giveBack(_ amount: Int) {
        tokens.withLock { $0 = min(Self.capacity, $0 + amount) }
    }
}

/// How long to wait before an attempt: anything up to a bound that doubles, so that many clients do not come at once.
enum Backoff {
    static let longest = 20.0

    /// Seconds before the attempt after `attempt`, counted from 1.
    ///
    /// `random` is from 0 up to 1.
    static func seconds(after attempt: Int, kind: AWSError.Kind, random: Double) -> Double {
        let base = kind == .throttled ? 1.0 : 0.1
        return random * min(longest, base * Double(1 << min(attempt - 1, 10)))
    }
}
