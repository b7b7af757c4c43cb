/// Prometheus' text format, version 0.0.4.
struct MetricsText {
    private(set) var text = ""

    enum Kind: String { case counter, gauge, histogram }

    mutating func family(_ name: StaticString, _ kind: Kind, _ help: StaticString) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    /// `label` is a name and a value of ours, which need no escape.
    mutating func sample(_ name: StaticString, _ label: (StaticString, String)? = nil, _ value: Double) {
        let labels = label.map { "{\($0.0)=\"\($0.1)\"}" } ?? ""
        text += "\(name)\(labels) \(Self.number(value))\n"
    }

    mutating func histogram(_ name: StaticString, _ help: StaticString, _ histogram: Histogram) {
        family(name, .histogram, help)
        var total = 0
        for (bound, count) in zip(histogram.bounds + [.infinity], histogram.counts) {
            total += count
            let label = bound.isInfinite ? "+Inf" : Self.number(bound)
            text += "\(name)_bucket{le=\"\(label)\"} \(total)\n"
        }
        text += "\(name)_sum \(Self.number(histogram.sum))\n\(name)_count \(total)\n"
    }

    private static func number(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? String(value)
    }
}
