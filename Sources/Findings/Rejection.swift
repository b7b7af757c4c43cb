/// Why an event is not acted on: it is malformed, or contradicts itself.
package struct Rejection: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence that names the field and what it must look like.
    package let reason: String
    /// JSON path of the field, such as `$.detail.accountId`; `$` for the whole event.
    package let field: String

    package var description: String { reason }
}
