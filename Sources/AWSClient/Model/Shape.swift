/// The shape of a value on the wire.
///
/// Values themselves are `JSONValue`s under AWS's documented member names.
///
/// Timestamps are ISO 8601 strings in UTC (`2026-11-25T07:00:00Z`) and blobs are base64 strings on our side, whatever
/// the protocol writes.
package indirect enum Shape: Hashable, Sendable {
    case structure([Member])
    /// `element` is the wire name of one element in XML and query protocols; flattened lists have no element around them.
    case list(Shape, element: String = "member", flattened: Bool = false)
    case map(Shape, key: String = "key", value: String = "value", flattened: Bool = false)
    case string
    /// An IAM policy in an answer: plain JSON text on our side, percent-encoded by IAM.
    case policyDocument
    case boolean
    case integer
    case double
    case timestamp
    case blob

    package struct Member: Hashable, Sendable {
        package enum Location: String, Hashable, Sendable {
            case body, uri, queryString, header, payload
        }
        /// AWS's documented name, such as `SecurityGroupIds`.
        package let name: String
        /// The name on the wire, such as `SecurityGroupId` in an EC2 request or `groupSet` in an EC2 answer.
        package let wireName: String
        package let shape: Shape
        package let location: Location
        package let isRequired: Bool

        package init(
            _ name: String, _ shape: Shape, wire: String? = nil, location: Location = .body, required: Bool = false
        ) {
            self.name = name
            self.wireName = wire ?? name
            self.shape = shape
            self.location = location
            self.isRequired = required
        }
    }
}
