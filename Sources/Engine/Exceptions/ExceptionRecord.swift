import AWSClient

/// An approval of an exception: what is left alone, by which actions, until when, and by whose word.
///
/// The tag on a resource only names a record; the record is what counts.
package struct ExceptionRecord: Hashable, Sendable, Codable {
    /// What the tag's value must be.
    package let id: String
    /// ARNs: of resources themselves, or of Auto Scaling groups or launch templates whose instances are meant.
    package let resources: [String]
    /// Version that instances of a launch template must have been made from; nil for every version.
    package let templateVersion: String?
    /// Ids of actions, or `*` for all.
    package let actions: [String]
    /// Patterns with `*` and `?` of finding types or names of Config rules; empty for all.
    package let findings: [String]
    /// ISO 8601 time of the approval.
    package let approved: String
    /// ISO 8601 time at which it ends.
    package let until: String
    package let approver: String
    package let reason: String

    package init(
        id: String, resources: [String], templateVersion: String? = nil, actions: [String], findings: [String] = [],
        approved: String, until: String, approver: String, reason: String
    ) {
        self.id = id
        self.resources = resources
        self.templateVersion = templateVersion
        self.actions = actions
        self.findings = findings
        self.approved = approved
        self.until = until
        self.approver = approver
        self.reason = reason
    }

    /// What is wrong with it and what to write instead; nil when it can be used.
    package var mistake: String? {
        guard (1...256).contains(id.unicodeScalars.count), id.unicodeScalars.allSatisfy({ $0.value >= 32 }) else {
            return "An id has 1 to 256 characters, as values of tags have; \"\(id)\" has not."
        }
        guard !resources.isEmpty else { return "Record \(id) names no resource." }
        for resource in resources {
            if let mistake = Self.mistake(inARN: resource) { return "Record \(id): \"\(resource)\" \(mistake)" }
        }
        guard !actions.isEmpty, actions.allSatisfy({ !$0.isEmpty }) else {
            return "Record \(id) names no action. Write their ids, or * for all."
        }
        guard findings.allSatisfy({ !$0.isEmpty }) else { return "Record \(id) has an empty pattern of findings." }
        guard let from = ISO8601.parse(approved), let end = ISO8601.parse(until) else {
            return "Record \(id): approved and until must be times such as 2026-12-31T00:00:00Z."
        }
        guard from < end else { return "Record \(id) ends before it was approved." }
        guard !approver.isEmpty, !reason.isEmpty else { return "Record \(id) needs an approver and a reason." }
        return nil
    }

    private static func mistake(inARN text: String) -> String? {
        let fields = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard fields.count == 6, fields[0] == "arn", !fields[1].isEmpty, !fields[2].isEmpty, !fields[5].isEmpty else {
            return "is no ARN; a record names resources by their whole ARN."
        }
        guard !text.contains("*"), !text.contains("?") else {
            return "has a wildcard; a record names each resource exactly."
        }
        guard fields[2] != "autoscaling" || text.contains(ExceptionSubject.groupMark) else {
            return "is no ARN of an Auto Scaling group; it ends with autoScalingGroupName/NAME."
        }
        return nil
    }

    /// When it ends, in seconds since 1970: at its own time, or at the greatest age the playbook allows.
    package func end(maxAge: Double?) -> Double? {
        guard let from = ISO8601.parse(approved), let end = ISO8601.parse(until) else { return nil }
        return maxAge.map { min(end, from + $0) } ?? end
    }
}
