/// One lexical event of a JSON text, in document order.
package enum JSONToken: Hashable {
    case beginObject
    case endObject
    case beginArray
    case endArray
    /// The name of the member whose value comes next; escapes decoded, UTF-8.
    case name([UInt8])
    /// A string value; escapes decoded, UTF-8.
    case string([UInt8])
    /// A number exactly as it is spelled.
    case number([UInt8])
    case bool(Bool)
    case null
    /// The root value is complete; whatever follows it is not read.
    case end
}
