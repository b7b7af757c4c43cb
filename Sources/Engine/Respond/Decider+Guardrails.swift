import ActionKit
import Findings
import Playbook

extension Decider {
    /// Why what the playbook, or this installation, protects is held; nil for anything else.
    ///
    /// `arn` is what the service calls the resource; else the ARN that follows from its id. Those of one account are told of
    /// together: whoever can make findings about them must not flood people.
    func protection(of arn: String?) -> Hold? {
        let names = [arn, finding.resource.arn].compactMap(\.self)
        for pattern in playbook.guardrails.protect + settings.protected {
            guard let name = names.first(where: { GlobPattern(pattern).matches($0) }) else { continue }
            return Hold(
                cause: protectedCause,
                why:
                    "\(name) is protected by \"\(pattern)\". Nothing was changed; people must decide what to do about it."
            )
        }
        return nil
    }

    private var protectedCause: String { "protected in account \(finding.account)" }

    /// Why a plan must not be carried out, whatever the finding says it is about: it touches who must be able to help.
    func rescued(_ plans: [Plan]) -> Hold? {
        for plan in plans {
            let touched = plan.steps.map(\.call).filter { $0.operation.hasPrefix("iam:") }.flatMap(\.resources)
            for name in [plan.resource] + touched {
                guard let pattern = Rescuers.patterns.first(where: { GlobPattern($0).matches(name) }) else { continue }
                return Hold(
                    cause: protectedCause,
                    why:
                        "\(name) is protected by \"\(pattern)\", which no playbook can change. Nothing was changed; people "
                        + "must decide what to do about it.", proposed: plans)
            }
        }
        return nil
    }
}

/// A pattern with `*` for any text and `?` for one character, as in IAM.
package struct GlobPattern {
    private let pattern: [UInt8]

    package init(_ pattern: String) { self.pattern = Array(pattern.utf8) }

    package func matches(_ text: String) -> Bool {
        let text = Array(text.utf8)
        var (p, t) = (0, 0)
        var star: (pattern: Int, text: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
                star = (p, t)
                p += 1
            } else if p < pattern.count, pattern[p] == text[t] || pattern[p] == UInt8(ascii: "?") {
                p += 1
                t += 1
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                p = last.pattern + 1
                t = last.text + 1
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
