import JSON
import Testing

@testable import ExceptionAudit

@Suite struct TagEventTests {
    private static func event(_ identity: JSONValue, username: JSONValue = .null) -> TagEvent? {
        let detail: JSONValue = [
            "eventName": "CreateTags", "eventTime": "2026-11-01T10:00:00Z", "readOnly": false, "userIdentity": identity,
        ]
        return TagEvent(["Username": username, "CloudTrailEvent": .string(detail.description)])
    }

    @Test(
        "whoever acted is named as exactly as CloudTrail does",
        arguments: [
            (["arn": "arn:aws:iam::1:user/ann", "userName": "ann"], "arn:aws:iam::1:user/ann"),
            (["type": "AWSService", "invokedBy": "autoscaling.amazonaws.com"], "autoscaling.amazonaws.com"),
            (["userName": "ann"], "ann"), (["principalId": "AROA:ann"], "AROA:ann"), ([:], "root"),
        ] as [(JSONValue, String)])
    func by(identity: JSONValue, by: String) { #expect(Self.event(identity, username: "root")?.by == by) }

    @Test(
        "an event that nobody can read is none", arguments: [[:], ["CloudTrailEvent": "{"], ["CloudTrailEvent": "{}"]])
    func unreadable(event: JSONValue) { #expect(TagEvent(event) == nil) }
}
