import JSON

/// Why an invocation, or the start, has failed, as Lambda shows it to whoever invoked.
package struct Failure: Hashable, Sendable {
    /// A short name that metrics can count, such as `JournalError`.
    package let type: String
    /// What happened, why, and what to do.
    package let message: String

    package init(type: String, message: String) {
        self.type = type
        self.message = message
    }

    /// The type's name and its own words for what is wrong.
    package init(_ error: some Error) {
        self.init(type: "\(Swift.type(of: error as Any))", message: "\(error)")
    }

    var headers: [(String, String)] {
        // A header is one line of plain letters; a generic type's name is not.
        let plain = type.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return [("Content-Type", "application/json"), ("Lambda-Runtime-Function-Error-Type", "Quell.\(plain)")]
    }

    var body: [UInt8] {
        let text: JSONValue = ["errorType": .string(type), "errorMessage": .string(message), "stackTrace": []]
        return Array(text.description.utf8)
    }
}
