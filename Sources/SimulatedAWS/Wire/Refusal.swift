import JSON

/// Why a service says no, as it says it.
package struct Refusal: Error, Hashable, Sendable {
    package let code: String
    package let message: String
    package let status: Int

    package init(_ code: String, _ message: String, status: Int = 400) {
        self.code = code
        self.message = message
        self.status = status
    }
}
