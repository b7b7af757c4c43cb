import ActionKit
import Findings
import Playbook

extension Decider {
    /// Holds what the playbook, or this installation, protects.
    ///
    /// `arn` is what the service calls the resource; else the ARN that follows from its id.
    func refuseProtected(_ arn: String?) throws(Ended) {
        let names = [arn, finding.resource.arn].compactMap(\.self)
        for pattern in playbook.guardrails.protect + settings.protected {
            guard let name = names.first(where: { GlobPattern(pattern).matches($0) }) else { continue }
            throw Ended(
                .held,
                "\(name) is protected by \"\(pattern)\". Nothing was changed; people must decide what to do about it.")
        }
    }

    /// Why a limit of the playbook stops the response; nil while there is room.
    func reachedLimit(_ responses: [RuleResponse], execution: String) async throws -> String? {
        for response in responses {
            guard let limit = playbook.guardrails.limits[response.action] else { continue }
            let plans = try await planned(now() - limit.seconds, execution).filter { planned in
                limit.scope == .organization || planned.account == finding.account.description
            }.flatMap(\.plans).filter { $0.action == response.action }
            guard plans.count >= limit.count else { continue }
            return
                "\(response.action) has been planned \(plans.count) times within the limit's window; the playbook allows "
                + "\(limit). Nothing was changed. Decide on it by hand, or send the event again when there is room."
        }
        return nil
    }
}

/// A pattern with `*` for any text and `?` for one character, as in IAM.
struct GlobPattern {
    private let pattern: [UInt8]

    init(_ pattern: String) { self.pattern = Array(pattern.utf8) }

    func matches(_ text: String) -> Bool {
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
