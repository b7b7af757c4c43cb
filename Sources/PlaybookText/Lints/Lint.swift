package import Playbook

/// One thing that `quell check` looks for: its id, and what its page says.
///
/// An id never changes its meaning and is never given again. The hundreds say where it looks: 0 the format, 1 patterns,
/// 2 rules, 3 guardrails, 4 runbooks, 5 limits of AWS.
package struct Lint: Hashable, Sendable {
    /// Such as `QL003`.
    package let id: String
    /// Lower case with dashes, such as `unknown-key`.
    package let name: String
    package let severity: Diagnostic.Severity
    /// What it finds, in one sentence.
    package let summary: String
    /// Why that matters, for people who wonder whether it does.
    package let why: String
    /// What to do about it.
    package let fix: String
    /// A playbook that it speaks of; nil where one would be too long.
    package let wrong: String?
    /// The same playbook in order.
    package let right: String?
    /// What it does not find; nil where there is nothing to say.
    package let undecided: String?

    init(
        _ id: String, _ name: String, _ severity: Diagnostic.Severity, _ summary: String, why: String, fix: String,
        wrong: String? = nil, right: String? = nil, undecided: String? = nil
    ) {
        self.id = id
        self.name = name
        self.severity = severity
        self.summary = summary
        self.why = why
        self.fix = fix
        self.wrong = wrong
        self.right = right
        self.undecided = undecided
    }

    /// Path of its page from the root of the package.
    package var page: String { "Documentation/lints/\(id).md" }

    /// The lint of an id; nil when there is none.
    package static func named(_ id: String) -> Lint? { byID[id] }

    private static let byID = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

    /// What to do about it, for a terminal: without the links of its page.
    package var plainFix: String { Self.plain(fix) }

    /// Markdown without links and code marks.
    package static func plain(_ markdown: String) -> String {
        var text = ""
        var rest = markdown[...]
        while let mark = rest.firstIndex(of: "[") {
            text += rest[..<mark]
            let after = rest[rest.index(after: mark)...]
            guard let close = after.firstRange(of: "]("), let end = after[close.upperBound...].firstIndex(of: ")"),
                !after[..<close.lowerBound].contains("]")
            else {
                text += "["
                rest = after
                continue
            }
            text += after[..<close.lowerBound]
            rest = after[after.index(after: end)...]
        }
        return (text + rest).filter { $0 != "`" }
    }
}
