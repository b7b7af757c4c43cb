package import JSON

/// One call as it arrived, for those who check what was done and by whom.
package struct CallRecord: Hashable, Sendable {
    /// Position in the history, from 1.
    package let index: Int
    package let operation: String
    package let input: JSONValue
    package let region: String
    package let isReadOnly: Bool
    package let time: Double
    /// Who called; nil when the signature was not accepted.
    package let principal: Principal?
    /// The error the caller got; nil for a success.
    package var code: String?
    /// Whether the call did what it does.
    package var tookEffect = false
}
