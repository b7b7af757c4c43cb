package import JSON

/// What a sweep found, before anything is done about it.
package struct SweepReport: Hashable, Sendable {
    /// Something that AWS holds and the journal has never heard of.
    package struct Missed: Hashable, Sendable {
        package let event: String
        package let findingID: String
        package let findingType: String
        package let account: String
        package let region: String
        package let resource: String
        /// Rules of the playbook that match.
        package let rules: [String]
    }

    package struct Unread: Hashable, Sendable {
        package let place: SweepPlace
        package let what: String
        package let why: String
    }

    package var missed: [Missed] = []
    /// How many the journal knows.
    package var known = 0
    package var unread: [Unread] = []

    package var json: JSONValue {
        [
            "missed": .array(
                missed.map { each in
                    [
                        "findingId": .string(each.findingID), "findingType": .string(each.findingType),
                        "account": .string(each.account), "region": .string(each.region),
                        "resource": .string(each.resource), "rules": .array(each.rules.map(JSONValue.string)),
                    ]
                }), "known": .number(String(known)), "unread": .array(unread.map(\.json)),
        ]
    }
}

extension SweepReport.Unread {
    package var json: JSONValue {
        [
            "account": place.account.map(JSONValue.string) ?? .null, "region": .string(place.region),
            "what": .string(what), "why": .string(why),
        ]
    }

    package var sentence: String { "\(what) of \(place) could not be swept: \(why)" }
}
