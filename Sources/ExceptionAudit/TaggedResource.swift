import JSON

/// A resource that carries the exception tag, or a key that looks like it.
package struct TaggedResource: Hashable, Sendable {
    package let account: String
    /// Region, or `global` for IAM.
    package let region: String
    package let arn: String
    /// The key as the resource carries it.
    package let key: String
    package let value: String
    /// Whether the key differs from the exception tag by case: it then exempts nothing.
    package let isNearMiss: Bool
    /// All tags of the resource.
    package let tags: [String: String]
    package internal(set) var origin: TagOrigin

    package static let global = "global"

    init(
        account: String, region: String, arn: String, key: String, value: String, isNearMiss: Bool = false,
        tags: [String: String] = [:], origin: TagOrigin = .notAsked
    ) {
        self.account = account
        self.region = region
        self.arn = arn
        self.key = key
        self.value = value
        self.isNearMiss = isNearMiss
        self.tags = tags
        self.origin = origin
    }

    /// Tags as AWS answers them, pairs of `Key` and `Value`, by key.
    static func tags(_ pairs: [JSONValue]) -> [String: String] {
        let pairs = pairs.compactMap { pair in pair["Key"]?.string.map { ($0, pair["Value"]?.string ?? "") } }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
}

/// Who set a tag last, and when.
package enum TagOrigin: Hashable, Sendable {
    /// `since` is ISO 8601; `by` is an ARN where CloudTrail has one.
    case told(since: String, by: String)
    case notAsked
    /// The sentence says why CloudTrail has no answer.
    case unknown(String)
}

extension TaggedResource {
    /// Service of the ARN, such as `ec2`.
    var service: String {
        let fields = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        return fields.count == 6 ? String(fields[2]) : ""
    }

    /// Type of the resource as the ARN writes it, such as `instance`; empty where it writes none.
    var type: String {
        let separator = resource.firstIndex { $0 == "/" || $0 == ":" }
        return separator.map { String(resource[..<$0]) } ?? ""
    }

    /// The name under which the service and CloudTrail know the resource: an instance's id, a bucket's or a role's name.
    var name: String {
        guard let separator = resource.firstIndex(where: { $0 == "/" || $0 == ":" }) else { return String(resource) }
        let rest = resource[resource.index(after: separator)...]
        // IAM writes paths before names: role/team/path/name.
        return String(service == "iam" ? rest.split(separator: "/").last ?? rest : rest)
    }

    private var resource: Substring {
        let fields = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        return fields.count == 6 ? fields[5] : arn[...]
    }
}
