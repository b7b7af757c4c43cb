import JSON
import Testing

@testable import LambdaHandlers

@Suite("A batch of the queue") struct QueueBatchTests {
    @Test("is read with the ids, the bodies and how often each came")
    func read() throws {
        let batch = try QueueBatch(
            Array(
                #"""
                {"Records":[{"messageId":"a","body":"{}","eventSource":"aws:sqs",
                 "attributes":{"ApproximateReceiveCount":"3"}},{"messageId":"b","body":""}]}
                """#.utf8))
        #expect(batch.messages.map(\.id) == ["a", "b"])
        #expect(batch.messages.map(\.body) == ["{}", ""])
        #expect(batch.messages.map(\.receiveCount) == [3, nil])
    }

    @Test(
        "is refused as a whole where a part is missing",
        arguments: [
            "", "[]", "{}", #"{"Records":{}}"#, #"{"Records":[{"body":""}]}"#, #"{"Records":[{"messageId":"a"}]}"#,
            #"{"Records":[{"messageId":"","body":""}]}"#,
            #"{"Records":[{"messageId":"a","body":"","eventSource":"aws:s3"}]}"#,
        ])
    func refused(_ text: String) {
        let error = #expect(throws: BatchMistake.self) { try QueueBatch(Array(text.utf8)) }
        #expect(error?.description.hasPrefix("The invocation is no batch of an SQS queue: ") == true)
    }

    @Test("is answered with the ids that failed")
    func answer() {
        #expect(
            String(decoding: QueueBatch.answer(failed: ["a", "b"]), as: UTF8.self)
                == #"{"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"b"}]}"#)
        #expect(String(decoding: QueueBatch.answer(failed: []), as: UTF8.self) == #"{"batchItemFailures":[]}"#)
    }
}
