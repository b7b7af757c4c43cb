import JSON

/// One event of CloudTrail, asked whether it put a tag on a resource.
struct TagEvent {
    /// When it happened, ISO 8601.
    let time: String
    /// Who did it: an ARN, or the service that did it by itself.
    let by: String
    private let names: [String]
    private let request: JSONValue
    private let response: JSONValue

    /// An element of the answer of `cloudtrail:LookupEvents`; nil for one that read, failed, or took tags away.
    init?(_ event: JSONValue) {
        guard let text = event["CloudTrailEvent"]?.string, let detail = try? JSONValue(parsing: Array(text.utf8)),
            let name = detail["eventName"]?.string ?? event["EventName"]?.string,
            let time = detail["eventTime"]?.string ?? event["EventTime"]?.string,
            detail["errorCode"]?.string == nil, !Self.isReading(event, detail), !Self.takesAway(name)
        else { return nil }
        self.time = time
        by = Self.person(detail["userIdentity"] ?? .null) ?? event["Username"]?.string ?? "not told"
        names = (event["Resources"]?.array ?? []).compactMap { $0["ResourceName"]?.string }
        request = detail["requestParameters"] ?? .null
        response = detail["responseElements"] ?? .null
    }

    /// Whether it put exactly this tag on exactly this resource.
    func sets(_ resource: TaggedResource) -> Bool {
        concerns(resource) && Self.names(request, key: resource.key, value: resource.value)
    }

    private func concerns(_ resource: TaggedResource) -> Bool {
        let wanted: Set<String> = [resource.arn, resource.name]
        return names.contains(where: wanted.contains) || Self.mentions(request, wanted)
            || Self.mentions(response, wanted)
    }

    private static func isReading(_ event: JSONValue, _ detail: JSONValue) -> Bool {
        detail["readOnly"]?.bool ?? (event["ReadOnly"]?.string == "true")
    }

    private static func takesAway(_ name: String) -> Bool {
        ["Delete", "Untag", "Remove"].contains(where: name.hasPrefix)
    }

    private static func person(_ identity: JSONValue) -> String? {
        identity["arn"]?.string ?? identity["invokedBy"]?.string ?? identity["userName"]?.string
            ?? identity["principalId"]?.string
    }

    /// Services write tags as `{key, value}`, `{tagKey, tagValue}`, `{Key, Value}`, or as `tags: {key: value}`.
    private static func names(_ value: JSONValue, key: String, value wanted: String, isInTags: Bool = false) -> Bool {
        switch value {
        case .array(let elements):
            return elements.contains { names($0, key: key, value: wanted, isInTags: isInTags) }
        case .object(let members):
            if isInTags, members[key]?.string == wanted { return true }
            var pair: (key: String?, value: String?) = (nil, nil)
            for (name, member) in members {
                switch name.lowercased() {
                case "key", "tagkey": pair.key = member.string
                case "value", "tagvalue": pair.value = member.string
                default: break
                }
            }
            if pair.key == key, (pair.value ?? "") == wanted { return true }
            return members.contains { name, member in
                names(member, key: key, value: wanted, isInTags: isInTags || name.lowercased().hasPrefix("tag"))
            }
        case .null, .bool, .number, .string: return false
        }
    }

    /// Whether one of the names is a value anywhere but among tags: a tag's value may be spelled like a resource.
    private static func mentions(_ value: JSONValue, _ wanted: Set<String>) -> Bool {
        switch value {
        case .string(let text): wanted.contains(text)
        case .array(let elements): elements.contains { mentions($0, wanted) }
        case .object(let members):
            members.contains { name, member in !name.lowercased().hasPrefix("tag") && mentions(member, wanted) }
        case .null, .bool, .number: false
        }
    }
}
