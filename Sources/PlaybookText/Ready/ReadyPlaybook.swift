/// The texts of `Playbooks`, in a generated file each.
enum ReadyTexts {}

/// A playbook that ships, to begin with.
package enum ReadyPlaybook: String, CaseIterable, Sendable {
    case notifyOnly = "notify-only"
    case `default`
    case guardDuty = "guardduty"

    /// What `quell init` asks for.
    package struct Answers: Sendable {
        package let topic: String?
        package let tag: String
        package let protect: String

        package init(topic: String?, tag: String, protect: String) {
            self.topic = topic
            self.tag = tag
            self.protect = protect
        }
    }

    /// Path of its file from the root of the package.
    package var path: String { "Playbooks/\(rawValue).yaml" }

    /// As it ships.
    package var text: String {
        switch self {
        case .notifyOnly: ReadyTexts.notifyOnly
        case .default: ReadyTexts.default
        case .guardDuty: ReadyTexts.guardDuty
        }
    }

    /// With somebody's own topic, tag and protected ARNs.
    ///
    /// Values are written in quotes, so that none of them can become another key.
    package func text(_ answers: Answers) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let own = lines.flatMap { line -> [String] in
            switch line {
            case "exceptions:":
                let notify = answers.topic.map { ["notify:", "  topic: \(Self.quoted($0))", ""] } ?? []
                return notify + [String(line)]
            case "  tag: SecurityException": return ["  tag: \(Self.quoted(answers.tag))"]
            case "    - \"arn:aws:iam::*:role/break-glass/*\"": return ["    - \(Self.quoted(answers.protect))"]
            // The schema is not beside the new file.
            case _ where line.hasPrefix("# yaml-language-server:"): return []
            default: return [String(line)]
            }
        }
        return own.joined(separator: "\n")
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: "\\x" + Self.hex(scalar.value)
            default: String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }

    private static func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return digits.utf8.count == 1 ? "0" + digits : digits
    }
}
