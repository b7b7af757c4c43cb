#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A line on standard error that counts; nothing where no person sees it.
struct Progress: Sendable {
    private let total: Int
    private let noun: String
    private let isShown = isatty(STDERR_FILENO) == 1

    init(of total: Int, _ noun: String) {
        self.total = total
        self.noun = noun
    }

    func show(_ done: Int) {
        guard isShown else { return }
        Terminal.status("\r\(done) of \(total) \(noun)")
    }

    /// Clears the line.
    func end() {
        guard isShown else { return }
        Terminal.status("\r\u{1B}[K")
    }
}
