package import JSON
import Synchronization

/// Lets calls go no faster than AWS takes them: one bucket for each account, Region and operation, or family of them.
///
/// Who waits for a bucket waits for that one alone, so an account under load never delays another. All of a process's
/// clients share one governor. What other processes take is learned from AWS's refusals: each halves the rate, which then
/// rises again with every call that succeeds.
package final class QuotaGovernor: Sendable {
    /// When the caller has no more use for an answer, in seconds since 1970.
    @TaskLocal package static var deadline: Double?

    private struct Key: Hashable {
        let account: String
        let region: String
        let service: String
        let bucket: String
    }

    private let now: @Sendable () -> Double
    private let sleep: @Sendable (Duration) async throws -> Void
    private let patience: Double
    private let buckets = Mutex<[Key: CallBucket]>([:])

    /// Beyond this number, buckets that are as full as new ones are forgotten.
    private static let capacity = 8_192

    /// `patience` is how long a call may wait for its turn, in seconds.
    ///
    /// It must be less than a lease on an execution lasts, which is not renewed meanwhile.
    package init(
        now: @escaping @Sendable () -> Double, sleep: @escaping @Sendable (Duration) async throws -> Void,
        patience: Double = 40
    ) {
        self.now = now
        self.sleep = sleep
        self.patience = patience
    }

    /// With the clock of the machine.
    ///
    /// nil where `QUELL_QUOTAS` is `off`, for endpoints that have no quotas.
    package convenience init?(_ surroundings: Surroundings) {
        if surroundings.environment("QUELL_QUOTAS") == "off" { return nil }
        self.init(now: surroundings.now, sleep: surroundings.sleep)
    }

    /// Waits until a call may be sent.
    ///
    /// A wait that would outlast the caller's deadline is refused at once.
    package func pass(
        _ operation: Operation, _ input: JSONValue, account: String, region: String
    ) async throws(AWSError) {
        guard let quota = CallQuota.of(operation, input) else { return }
        let key = key(quota, operation, account, region)
        let start = now()
        let limit = min(start + patience, Self.deadline ?? .infinity)
        let begun = buckets.withLock { buckets -> Turn in
            var bucket = buckets[key] ?? CallBucket(quota, now: start)
            defer { buckets[key] = bucket }
            if bucket.take(now: start) { return .now }
            let wait = bucket.wait(now: start)
            guard start + wait <= limit else { return .never(wait) }
            return .after(bucket.queue(now: start))
        }
        switch begun {
        case .now: return
        case .never(let wait):
            throw refusal(operation, "it would have to wait \(Int(wait.rounded(.up))) s for its turn")
        case .after(let wait): try await take(key, operation, after: wait, until: limit)
        }
    }

    private enum Turn {
        case now
        case after(Double)
        case never(Double)
    }

    private func take(
        _ key: Key, _ operation: Operation, after first: Double, until limit: Double
    ) async throws(AWSError) {
        var wait = first
        while true {
            do {
                // A whole millisecond, rounded up: who comes too early would only have to wait again.
                try await sleep(.milliseconds(Int64((wait * 1_000).rounded(.up))))
            } catch {
                leave(key)
                throw refusal(operation, "its caller gave up while it waited for its turn")
            }
            let now = now()
            guard let more = buckets.withLock({ $0[key]?.takeAfterWait(now: now) }) else { return }
            guard now + more <= limit else {
                leave(key)
                throw refusal(operation, "its turn did not come in time")
            }
            wait = more
        }
    }

    private func leave(_ key: Key) { buckets.withLock { $0[key]?.leave() } }

    /// Learns from AWS's answer to a call.
    package func learn(
        _ operation: Operation, _ input: JSONValue, account: String, region: String, isThrottled: Bool
    ) {
        guard let quota = CallQuota.of(operation, input) else { return }
        let key = key(quota, operation, account, region)
        let now = now()
        buckets.withLock { buckets in
            if isThrottled { buckets[key]?.slowDown(now: now) } else { buckets[key]?.speedUp() }
            guard buckets.count > Self.capacity else { return }
            buckets = buckets.filter { entry in
                var bucket = entry.value
                return !bucket.isFresh(now: now)
            }
        }
    }

    private func key(_ quota: CallQuota, _ operation: Operation, _ account: String, _ region: String) -> Key {
        let service = operation.service
        return Key(
            account: account, region: service.isGlobal ? "" : region, service: service.id, bucket: quota.bucket)
    }

    private func refusal(_ operation: Operation, _ why: String) -> AWSError {
        AWSError(
            kind: .throttled, operation: operation.id,
            message: "The call was not sent, because \(why). AWS takes a limited number of such calls a second.")
    }
}
