import JSON
import Testing

@testable import EventService

@Suite("Reading a queue", .timeLimit(.minutes(1))) struct QueueReaderTests {
    private func run(
        _ queue: ScriptedQueue, _ bench: Bench, until isEnough: @Sendable () async throws -> Bool
    ) async throws {
        let reader = QueueReader(
            queue: QueueAddress("https://sqs.eu-west-1.amazonaws.com/999988887777/events", else: "eu-west-1"),
            client: queue.client, inbox: bench.inbox, metrics: bench.metrics, health: bench.health, log: bench.log,
            clock: bench.clock, polls: 1)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await reader.run() }
            while try await !isEnough() { await Task.yield() }
            group.cancelAll()
        }
    }

    @Test("a message is deleted once its event is in the inbox")
    func takes() async throws {
        let (bench, queue) = (try Bench(), ScriptedQueue([["1", "2"], ["3"]]))
        try await run(queue, bench) { queue.calls("DeleteMessageBatch").count == 2 }
        #expect(try await bench.inbox.arrived().map { String(decoding: $0.body, as: UTF8.self) } == ["1", "2", "3"])
        let entries = queue.calls("DeleteMessageBatch").flatMap { $0["Entries"]?.array ?? [] }
        #expect(entries.map { $0["ReceiptHandle"]?.string } == ["receipt of 1", "receipt of 2", "receipt of 3"])
        #expect(try await bench.value("quell_events_accepted_total{way=\"queue\"}") == "3")
    }

    @Test("one that finds the inbox full comes again later, and is not deleted")
    func full() async throws {
        let (bench, queue) = (try Bench(limit: 1), ScriptedQueue([["1", "2"]]))
        try await run(queue, bench) { queue.calls("ChangeMessageVisibility").count == 2 }
        #expect(queue.calls("DeleteMessageBatch").isEmpty)
        #expect(try await bench.inbox.arrived().isEmpty)
    }

    @Test("a queue that fails is asked again, and is counted")
    func failure() async throws {
        let (bench, queue) = (try Bench(), ScriptedQueue([], status: 403))
        try await run(queue, bench) { queue.calls("ReceiveMessage").count > 2 }
        #expect(bench.lines.messages.first == "the queue does not answer")
        #expect(try await bench.value("quell_queue_errors_total") != "0")
    }
}
