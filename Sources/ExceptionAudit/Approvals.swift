package import Engine
import JSON

/// What the records of approval say of the resources that carry the tag.
package struct Approvals: Sendable {
    /// How soon an approval must end to be listed as expiring, in days.
    package static let notice = 14

    private let judge: ExceptionJudge
    /// Why no record counts, in a sentence; nil when records could be read.
    package let trouble: String?

    package init(_ judge: ExceptionJudge) {
        self.judge = judge
        trouble =
            switch judge.register {
            case .read: nil
            case .untrusted(let flaw): "No exception is valid: \(flaw.words)."
            case .unreadable(let why): "Whether exceptions are valid cannot be known: \(why)"
            }
    }

    /// Whether a tag is worth anything, for any action and any finding.
    package struct Approval: Hashable, Sendable {
        /// Id of the record that the tag names, where it is valid.
        package let record: String?
        package let expires: String?
        /// Why the tag exempts nothing; nil when it does.
        package let flaw: String?
    }

    /// An approval that ends soon.
    package struct Expiring: Hashable, Sendable {
        package let record: ExceptionRecord
        package let until: String

        var json: JSONValue {
            [
                "record": .string(record.id), "expires": .string(until), "approver": .string(record.approver),
                "resources": .array(record.resources.map(JSONValue.string)), "reason": .string(record.reason),
            ]
        }
    }

    package func approval(of row: TaggedResource) -> Approval {
        switch judge.verdict(on: ExceptionSubject(arn: row.arn, tags: row.tags), action: nil, finding: nil) {
        case .exempt(let record, let until): Approval(record: record.id, expires: until, flaw: nil)
        case .invalid(let flaw): Approval(record: nil, expires: nil, flaw: flaw.words)
        case .unclaimed(let record):
            Approval(
                record: nil, expires: nil, flaw: "its value names no valid record, but record \(record.id) would hold")
        case .unknown(let why): Approval(record: nil, expires: nil, flaw: why)
        case .none, .nearMiss: Approval(record: nil, expires: nil, flaw: "it does not carry the tag")
        }
    }

    package var expiring: [Expiring] {
        judge.ending(within: Double(Self.notice) * 86_400).map { Expiring(record: $0.record, until: $0.until) }
    }
}

extension Approvals.Approval {
    var json: [String: JSONValue] {
        [
            "record": record.map(JSONValue.string) ?? .null, "expires": expires.map(JSONValue.string) ?? .null,
            "valid": .bool(flaw == nil), "invalid": flaw.map(JSONValue.string) ?? .null,
        ]
    }
}
