/// One event that AWS Lambda asks to be answered.
package struct Invocation: Hashable, Sendable {
    package let requestID: String
    /// When Lambda ends the process if there is no answer, in milliseconds since 1970.
    package let deadline: Int
    /// X-Ray's header; nil when there is none.
    package let traceID: String?
    package let functionARN: String
    package let body: [UInt8]

    package init(requestID: String, deadline: Int, traceID: String?, functionARN: String, body: [UInt8]) {
        self.requestID = requestID
        self.deadline = deadline
        self.traceID = traceID
        self.functionARN = functionARN
        self.body = body
    }
}

extension Invocation {
    /// Reads what the Runtime API answers to "next".
    init(_ answer: HTTPAnswer) throws(RuntimeError) {
        guard let id = answer.header("lambda-runtime-aws-request-id"), Self.isPlain(id) else {
            throw RuntimeError(.unreadableAnswer, "next", "The invocation has no request id, so nothing can answer it.")
        }
        guard let deadline = answer.header("lambda-runtime-deadline-ms").flatMap(Int.init), deadline > 0 else {
            throw RuntimeError(.unreadableAnswer, "next", "Invocation \(id) has no deadline in milliseconds.")
        }
        self.init(
            requestID: id, deadline: deadline, traceID: answer.header("lambda-runtime-trace-id"),
            functionARN: answer.header("lambda-runtime-invoked-function-arn") ?? "", body: answer.body)
    }

    /// Whether a text can stand in the path of a request as it is.
    private static func isPlain(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
