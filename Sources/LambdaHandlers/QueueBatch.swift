import JSON

/// Messages of an SQS queue as Lambda hands them over.
package struct QueueBatch: Hashable, Sendable {
    package struct Message: Hashable, Sendable {
        package let id: String
        package let body: String
        /// How often the queue has handed it out, this time included; nil when it does not say.
        package let receiveCount: Int?
    }

    package let messages: [Message]

    /// Reads an invocation's body.
    ///
    /// A batch that is not whole is an error as a whole: the queue keeps every message of it.
    package init(_ body: [UInt8]) throws(BatchMistake) {
        let event: JSONValue
        do throws(JSONError) {
            event = try JSONValue(parsing: body)
        } catch {
            throw BatchMistake("it is not JSON (\(error))")
        }
        guard let records = event["Records"]?.array else { throw BatchMistake("it has no Records") }
        var messages: [Message] = []
        for (index, record) in records.enumerated() {
            if let source = record["eventSource"]?.string, source != "aws:sqs" {
                throw BatchMistake("record \(index) is of \(source)")
            }
            guard let id = record["messageId"]?.string, !id.isEmpty else {
                throw BatchMistake("record \(index) has no messageId")
            }
            guard let body = record["body"]?.string else { throw BatchMistake("record \(index) has no body") }
            messages.append(
                Message(
                    id: id, body: body,
                    receiveCount: record["attributes"]?["ApproximateReceiveCount"]?.string.flatMap(Int.init)))
        }
        self.messages = messages
    }

    /// What tells Lambda which messages to leave in the queue.
    package static func answer(failed: [String]) -> [UInt8] {
        let failures = failed.map { id -> JSONValue in ["itemIdentifier": .string(id)] }
        let answer: JSONValue = ["batchItemFailures": .array(failures)]
        return Array(answer.description.utf8)
    }
}

/// An invocation that is no batch of an SQS queue.
package struct BatchMistake: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ why: String) {
        description =
            "The invocation is no batch of an SQS queue: \(why). Invoke the function by the event source mapping of the "
            + "stack, or with an event of that form."
    }
}
