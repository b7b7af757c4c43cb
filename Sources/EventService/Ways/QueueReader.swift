import AWSClient
import Engine
import JSON
import ServiceLifecycle

/// Takes in what an SQS queue holds, by long polls; a message is deleted once its event is durable.
struct QueueReader: ServiceLifecycle.Service {
    let queue: QueueAddress
    let client: APIClient
    let inbox: EventInbox
    let metrics: ServiceMetrics
    let health: ServiceHealth
    let log: Log
    let clock: EngineClock
    /// Polls at a time; each brings at most 10 messages.
    var polls = 4

    /// Seconds that a poll waits for a message; below the time in which a call must be answered.
    private static let wait = 10
    /// Seconds in which a message that was received must be deleted before it comes again.
    private static let visibility = 30
    /// Seconds until a message comes again that found the inbox full.
    private static let later = 30

    private struct Message {
        let receipt: String
        let body: String
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for _ in 0..<polls { group.addTask { await poll() } }
            }
        }
    }

    private func poll() async {
        var pause = 1.0
        while !Task.isCancelled {
            do {
                try await takeIn(try await receive())
                pause = 1
            } catch {
                guard !Task.isCancelled else { return }
                metrics.queueFailed()
                log.write(.error, "the queue does not answer", ["why": .string("\(error)")])
                // Only cancellation ends a sleep early, and the loop sees that itself.
                try? await clock.sleep(.milliseconds(Int64(pause * 1_000)))
                pause = min(pause * 2, 30)
            }
        }
    }

    private func receive() async throws(AWSError) -> [Message] {
        let answer = try await client.call(
            SQS.receiveMessage,
            [
                "QueueUrl": .string(queue.url), "MaxNumberOfMessages": 10,
                "WaitTimeSeconds": .number(String(Self.wait)), "VisibilityTimeout": .number(String(Self.visibility)),
            ], region: queue.region)
        return (answer["Messages"]?.array ?? []).compactMap { message in
            guard let receipt = message["ReceiptHandle"]?.string, let body = message["Body"]?.string else { return nil }
            return Message(receipt: receipt, body: body)
        }
    }

    private func takeIn(_ messages: [Message]) async throws {
        guard !messages.isEmpty else { return }
        switch try await inbox.accept(messages.map { Array($0.body.utf8) }, at: clock.now()) {
        case .full:
            metrics.refused(.full)
            for message in messages { try await hide(message) }
        case .accepted(let new, let known):
            metrics.accepted(.queue, new: new, known: known)
            try await delete(messages)
        }
    }

    private func delete(_ messages: [Message]) async throws(AWSError) {
        let entries = messages.enumerated().map { index, message -> JSONValue in
            ["Id": .string(String(index)), "ReceiptHandle": .string(message.receipt)]
        }
        // What is not deleted comes again, and the inbox or the engine knows it.
        let answer = try await client.call(
            SQS.deleteMessageBatch, ["QueueUrl": .string(queue.url), "Entries": .array(entries)], region: queue.region)
        guard let failed = answer["Failed"]?.array, !failed.isEmpty else { return }
        metrics.queueFailed()
        log.write(
            .warning, "messages could not be deleted, they come again",
            ["messages": .number(String(failed.count)), "code": failed.first?["Code"] ?? .null])
    }

    private func hide(_ message: Message) async throws(AWSError) {
        _ = try await client.call(
            SQS.changeMessageVisibility,
            [
                "QueueUrl": .string(queue.url), "ReceiptHandle": .string(message.receipt),
                "VisibilityTimeout": .number(String(Self.later)),
            ], region: queue.region)
    }
}
