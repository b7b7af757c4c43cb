#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A bar on standard error that fills up; nothing where no person sees it.
final class ProgressBar {
    private let total: Int?
    private let isShown = isatty(STDERR_FILENO) == 1
    private var shownAt: ContinuousClock.Instant?

    private static let width = 30
    private static let pause = Duration.milliseconds(100)

    /// Without a total it only counts.
    init(total: Int?) { self.total = total }

    func show(_ done: Int, _ words: String) {
        guard isShown else { return }
        if let last = shownAt, ContinuousClock.now - last < Self.pause { return }
        shownAt = .now
        var bar = ""
        if let total, total > 0 {
            let share = min(1, Double(done) / Double(total))
            let full = Int(share * Double(Self.width))
            bar = String(repeating: "█", count: full) + String(repeating: "░", count: Self.width - full)
            bar += " \(Int(share * 100)) % "
        }
        Terminal.status("\r\u{1B}[K\(bar)\(words)")
    }

    /// Clears the line.
    func end() {
        if isShown { Terminal.status("\r\u{1B}[K") }
    }
}
