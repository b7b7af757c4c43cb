import AWSClient
import Engine
import JSON

/// Asks the CloudTrail of one account and Region who put tags on resources.
///
/// CloudTrail keeps 90 days and answers two lookups a second in an account and Region, so the lookups are spaced, and each
/// reads a bounded number of events, newest first.
struct TagHistory {
    /// A page is 50 events.
    static let pageLimit = 10
    private static let spacing = 0.5

    let reader: any AuditReader
    let clock: EngineClock
    let account: String
    let region: String
    /// Why CloudTrail does not answer; it is not asked again then.
    private(set) var failure: AWSError?
    private var last: Double?
    private var byName: [String: Found] = [:]

    init(reader: any AuditReader, clock: EngineClock, account: String, region: String) {
        self.reader = reader
        self.clock = clock
        self.account = account
        self.region = region
    }

    /// First by the resource's name, then by the names of events that tag such resources: not every event of CloudTrail
    /// lists the resources it touched.
    mutating func origin(of resource: TaggedResource) async -> TagOrigin {
        do throws(AWSError) {
            let named = try await events("ResourceName", resource.name, until: resource)
            if let event = named.events.first(where: { $0.sets(resource) }) { return event.origin }
            var isCut = named.isCut
            for name in Self.eventNames(resource) {
                let found = try await events(named: name)
                if let event = found.events.first(where: { $0.sets(resource) }) { return event.origin }
                isCut = isCut || found.isCut
            }
            return .unknown(
                isCut
                    ? "not among the newest \(Self.pageLimit * 50) events of CloudTrail"
                    : "older than 90 days, or not told by CloudTrail")
        } catch {
            failure = error
            return .unknown("CloudTrail could not be read")
        }
    }

    /// The events that put tags on such a resource, newest practice first.
    static func eventNames(_ resource: TaggedResource) -> [String] {
        switch (resource.service, resource.type) {
        case ("ec2", "instance"): ["CreateTags", "RunInstances"]
        case ("ec2", _): ["CreateTags"]
        case ("s3", _): ["PutBucketTagging", "TagResource"]
        case ("iam", "role"): ["TagRole", "CreateRole"]
        case ("iam", "user"): ["TagUser", "CreateUser"]
        case ("rds", _): ["AddTagsToResource"]
        default: ["TagResource"]
        }
    }

    private struct Found {
        var events: [TagEvent] = []
        var isCut = false
    }

    private mutating func events(named name: String) async throws(AWSError) -> Found {
        if let known = byName[name] { return known }
        let found = try await events("EventName", name, until: nil)
        byName[name] = found
        return found
    }

    private mutating func events(
        _ attribute: String, _ value: String, until wanted: TaggedResource?
    ) async throws(AWSError) -> Found {
        var found = Found()
        var token: String?
        for _ in 0..<Self.pageLimit {
            var input: [String: JSONValue] = [
                "LookupAttributes": [["AttributeKey": .string(attribute), "AttributeValue": .string(value)]],
                "MaxResults": 50,
            ]
            if let token { input["NextToken"] = .string(token) }
            try await space()
            let answer = try await reader.page(
                CloudTrail.lookupEvents, .object(input), account: account, region: region)
            let events = (answer["Events"]?.array ?? []).compactMap(TagEvent.init)
            found.events += events
            if let wanted, events.contains(where: { $0.sets(wanted) }) { return found }
            token = answer["NextToken"]?.string
            guard token?.isEmpty == false else { return found }
        }
        found.isCut = true
        return found
    }

    private mutating func space() async throws(AWSError) {
        let wait = (last ?? -Self.spacing) + Self.spacing - clock.now()
        if last != nil, wait > 0 {
            do {
                try await clock.sleep(.milliseconds(Int64((wait * 1_000).rounded(.up))))
            } catch {
                throw AWSError(
                    kind: .other, operation: CloudTrail.lookupEvents.id, message: "The audit was interrupted.")
            }
        }
        last = clock.now()
    }
}

extension TagEvent {
    var origin: TagOrigin { .told(since: time, by: by) }
}
