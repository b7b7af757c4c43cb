import AWSClient
package import JSON

/// Writes one JSON object a line: for people to search, and for CloudWatch to take metrics from (embedded metric format).
///
/// Never events, answers of AWS or credentials: only ids, names and the engine's own sentences.
package struct Log: Sendable {
    package let now: @Sendable () -> Double
    private let write: @Sendable (String) -> Void

    /// `write` takes whole lines without their end.
    package init(now: @escaping @Sendable () -> Double, write: @escaping @Sendable (String) -> Void) {
        self.now = now
        self.write = write
    }

    package enum Level: String, Sendable { case info, warning, error }

    package func write(_ level: Level, _ message: StaticString, _ facts: [String: JSONValue] = [:]) {
        let base: [String: JSONValue] = [
            "level": .string(level.rawValue), "message": .string("\(message)"), "time": .string(Self.time(now())),
        ]
        write(JSONValue.object(base.merging(facts) { $1 }).description)
    }

    private static func time(_ seconds: Double) -> String { ISO8601.format(seconds.rounded(.down)) }
}
