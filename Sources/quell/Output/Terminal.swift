#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Standard output and standard error; colour only where a person sees it.
enum Terminal {
    enum Style: String {
        case bold = "1"
        case faint = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case blue = "34"
    }

    static let isInteractive = isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == nil

    static func line(_ text: String = "") { write(text + "\n", STDOUT_FILENO) }

    static func error(_ text: String) { write(text + "\n", STDERR_FILENO) }

    /// Text with its own line ends.
    static func raw(_ text: String) { write(text, STDOUT_FILENO) }

    /// Text on standard error that stays on its line.
    static func status(_ text: String) { write(text, STDERR_FILENO) }

    static func styled(_ text: String, _ style: Style?) -> String {
        guard isInteractive, let style else { return text }
        return "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m"
    }

    /// Text from a finding or from AWS, with control characters made visible: it may come from an attacker.
    static func untrusted(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) else {
            return text
        }
        return text.unicodeScalars.map { scalar in
            scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
        }.joined()
    }

    private static func write(_ text: String, _ descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { buffer in
                #if canImport(Glibc)
                    Glibc.write(descriptor, buffer.baseAddress, buffer.count)
                #else
                    Darwin.write(descriptor, buffer.baseAddress, buffer.count)
                #endif
            }
            guard written > 0 else { return }  // Nobody reads any more; there is nobody to tell.
            bytes = bytes.dropFirst(written)
        }
    }
}
