import LambdaHandlers
import Testing

@Suite struct QueueBatchTests {
    @Test("a batch is read as Lambda hands it over")
    func reads() throws {
        let batch = try QueueBatch(
            Array(
                #"{"Records":[{"messageId":"a","body":"{}","eventSource":"aws:sqs","attributes":{"ApproximateReceiveCount":"3"}},{"messageId":"b","body":"x"}]}"#
                    .utf8))
        #expect(batch.messages.map(\.id) == ["a", "b"])
        #expect(batch.messages.map(\.body) == ["{}", "x"])
        #expect(batch.messages.map(\.receiveCount) == [3, nil])
    }

    @Test(
        "what is no batch is an error as a whole, so that the queue keeps every message",
        arguments: [
            ("nonsense", "not JSON"), ("{}", "no Records"), (#"{"Records":[{"body":"{}"}]}"#, "no messageId"),
            (#"{"Records":[{"messageId":"a"}]}"#, "no body"),
            (#"{"Records":[{"messageId":"a","body":"","eventSource":"aws:sns"}]}"#, "of aws:sns"),
        ])
    func refuses(text: String, words: String) {
        let mistake = #expect(throws: BatchMistake.self) { try QueueBatch(Array(text.utf8)) }
        #expect(mistake?.description.contains(words) ?? false, "\(mistake?.description ?? "none")")
    }

    @Test("the answer names the messages to keep")
    func answers() {
        #expect(String(decoding: QueueBatch.answer(failed: []), as: UTF8.self) == #"{"batchItemFailures":[]}"#)
        #expect(
            String(decoding: QueueBatch.answer(failed: ["a"]), as: UTF8.self)
                == #"{"batchItemFailures":[{"itemIdentifier":"a"}]}"#)
    }
}
