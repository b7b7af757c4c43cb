package import JSON

/// An EventBridge event: who sent it, when, and about what.
package struct EventEnvelope: Hashable, Sendable {
    package let id: String
    package let detailType: String
    package let source: String
    /// The account that put the event on its bus: the delegated administrator's for findings it collects.
    package let account: AccountID
    /// When it happened, as the event spells it; nil when it does not say.
    package let time: String?
    package let region: Region
    package let resources: [String]
    package let detail: JSONValue
    /// The event as it came.
    package let whole: JSONValue

    init(_ whole: JSONValue) throws(Rejection) {
        let event = EventField(value: whole, path: "$")
        guard whole.object != nil else { throw event.rejection("an object") }
        self.whole = whole
        id = try event["id"].requiredID(ResourceID.self).description
        detailType = try event["detail-type"].requiredText()
        source = try event["source"].requiredText()
        account = try event["account"].requiredID(AccountID.self)
        time = try event["time"].text()
        region = try event["region"].requiredID(Region.self)
        if let present = event["resources"].present {
            guard let resources = present.strings else { throw event["resources"].rejection("a list of texts") }
            self.resources = resources
        } else {
            resources = []
        }
        guard let detail = event["detail"].present, detail.object != nil else {
            throw event["detail"].rejection("an object")
        }
        self.detail = detail
    }

    /// The value at a JSON path such as `$.detail.resourceId`; nil when there is none.
    package func value(at path: String) throws(JSONError) -> JSONValue? { try JSONPath(path)(whole) }
}
