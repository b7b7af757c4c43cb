/// One mistake in a playbook: where, what, and what to write instead.
package struct PlaybookError: Error, Hashable, Sendable, CustomStringConvertible {
    package let file: String
    /// Both from 1.
    package let line: Int
    package let column: Int
    package let message: String
    /// The offending line as it stands in the file.
    package let excerpt: String

    package var description: String {
        let place = "\(file):\(line):\(column): error: \(message)"
        guard !excerpt.isEmpty else { return place }
        return "\(place)\n    \(excerpt)\n    \(String(repeating: " ", count: max(0, column - 1)))^"
    }
}

/// All mistakes of a playbook, in the order of the file; never empty.
package struct PlaybookErrors: Error, Hashable, Sendable, CustomStringConvertible {
    package let errors: [PlaybookError]

    package var description: String { errors.map(\.description).joined(separator: "\n") }
}
