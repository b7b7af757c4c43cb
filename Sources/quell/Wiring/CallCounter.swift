import AWSClient
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Tells of AWS calls on standard error: each as it is made with `--verbose`, and their number when `QUELL_COUNT_CALLS` is
/// set, which the benchmark uses.
enum CallCounter {
    private static let count = Mutex(0)

    static func observer(isVerbose: Bool) -> @Sendable (APIClient.CallRecord) -> Void {
        { record in
            count.withLock { $0 += 1 }
            guard isVerbose else { return }
            let ending = record.error.map { " \($0.code ?? $0.kind.rawValue)" } ?? ""
            let milliseconds = Int((record.seconds * 1_000).rounded())
            Terminal.error(
                "\(record.operation) \(record.region) \(record.accessKeyID ?? "-") \(milliseconds) ms, "
                    + "\(record.attempts) attempts\(ending)")
        }
    }

    static func report() {
        guard getenv("QUELL_COUNT_CALLS") != nil else { return }
        Terminal.error("aws-calls \(count.withLock { $0 })")
    }
}
