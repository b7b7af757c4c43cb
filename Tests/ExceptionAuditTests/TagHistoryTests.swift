import AWSClient
import JSON
import Testing

@testable import ExceptionAudit

@Suite struct TagHistoryTests {
    private static func event(
        _ name: String, id: String = "i-1", key: String = "SecurityException", value: String = "Jira-1",
        more: [String: JSONValue] = [:]
    ) -> JSONValue {
        var detail: [String: JSONValue] = [
            "eventName": .string(name), "eventTime": "2026-11-01T10:00:00Z", "readOnly": false,
            "userIdentity": ["arn": "arn:aws:sts::111111111111:assumed-role/Admin/ann"],
            "requestParameters": [
                "resourcesSet": ["items": [["resourceId": .string(id)]]],
                "tagSet": ["items": [["key": .string(key), "value": .string(value)]]],
            ],
        ]
        detail.merge(more) { $1 }
        return ["EventName": .string(name), "CloudTrailEvent": .string(JSONValue.object(detail).description)]
    }

    private func origin(_ events: [JSONValue], token: JSONValue = .null) async -> (TagOrigin, Int) {
        let reader = FakeReader { ask throws(AWSError) in ["Events": .array(events), "NextToken": token] }
        var history = TagHistory(
            reader: reader, clock: FakeReader.clock, account: "111111111111", region: "eu-central-1")
        return (await history.origin(of: .instance("i-1")), reader.asked.count)
    }

    @Test("tells who set the tag, and when")
    func told() async {
        let (origin, calls) = await origin([Self.event("CreateTags")])
        #expect(
            origin
                == .told(since: "2026-11-01T10:00:00Z", by: "arn:aws:sts::111111111111:assumed-role/Admin/ann"))
        #expect(calls == 1)
    }

    @Test(
        "an event that did something else is not the answer",
        arguments: [
            event("CreateTags", id: "i-2"), event("CreateTags", key: "Team"), event("CreateTags", value: "Jira-0"),
            event("DeleteTags"), event("CreateTags", more: ["errorCode": "Client.UnauthorizedOperation"]),
            event("DescribeTags", more: ["readOnly": true]), ["CloudTrailEvent": "{"],
            // The id is spelled only as the value of another tag.
            event("CreateTags", id: "i-2", more: ["requestParameters": ["tagSet": ["a": "i-1"]]]),
        ])
    func others(event: JSONValue) async {
        let (origin, calls) = await origin([event])
        #expect(origin == .unknown("older than 90 days, or not told by CloudTrail"))
        #expect(calls == 3)
    }

    @Test("looks through a bounded number of events, and says so")
    func bounded() async {
        let (origin, calls) = await origin([], token: "more")
        #expect(origin == .unknown("not among the newest 500 events of CloudTrail"))
        #expect(calls == 3 * TagHistory.pageLimit)
    }

    @Test("a CloudTrail that refuses is remembered")
    func refused() async {
        let reader = FakeReader { ask throws(AWSError) in throw FakeReader.refusal(ask.operation) }
        var history = TagHistory(reader: reader, clock: FakeReader.clock, account: "1", region: "eu-central-1")
        #expect(await history.origin(of: .instance("i-1")) == .unknown("CloudTrail could not be read"))
        #expect(history.failure?.operation == "cloudtrail:LookupEvents")
    }

    @Test(
        "reads every way in which services write tags",
        arguments: [
            ["bucketName": "i-1", "Tagging": ["TagSet": ["Tag": ["Key": "SecurityException", "Value": "Jira-1"]]]],
            ["roleName": "i-1", "tags": [["key": "SecurityException", "value": "Jira-1"]]],
            ["keyId": "i-1", "tags": [["tagKey": "SecurityException", "tagValue": "Jira-1"]]],
            ["resource": "i-1", "tags": ["SecurityException": "Jira-1"]],
        ] as [JSONValue])
    func forms(request: JSONValue) async {
        let (origin, _) = await origin([Self.event("TagResource", more: ["requestParameters": request])])
        guard case .told = origin else {
            Issue.record("\(origin)")
            return
        }
    }
}
