import AWSClient
import ActionKit
import Actions
import JSON
import LambdaRuntime
import Playbook
import PlaybookText
import SQLiteStore
import Synchronization
import Testing

@testable import Engine
@testable import LambdaHandlers

/// What the schedule and the function's own reminders ask for.
@Suite("Tending in the function", .timeLimit(.minutes(1))) struct RespondHandlerTendingTests {
    private static let id = "5f1c0e9a77d24b31"

    private struct NoAccess: AccountAccess {
        func perform(_ call: Call, in session: Session) async throws(AWSError) -> JSONValue {
            throw AWSError(kind: .other, operation: call.operation, message: "Nothing is foreseen in this test.")
        }
    }

    /// Executions of which somebody wants to be reminded.
    private final class Reminders: Sendable {
        private let ids = Mutex<[String]>([])
        var all: [String] { ids.withLock { $0 } }
        func add(_ id: String) { ids.withLock { $0.append(id) } }
    }

    private let surrounded = Surrounded()
    private let reminders = Reminders()

    private func handler(
        _ journal: any Journal, remind: RespondHandler.Remind? = nil
    ) throws -> RespondHandler {
        let rule = "  - name: a\n    when: { source: [aws.config] }\n    respond: [ec2.isolate-instance]\n"
        let text = "quell: 1\nrules:\n\(rule)"
        let responder = Responder(
            playbook: try Playbook.read(text, file: "test.yaml", actions: ActionRegistry.all),
            catalog: ActionCatalog(ActionRegistry.all), journal: journal, access: NoAccess(),
            clock: EngineClock(now: { [time = surrounded.time] in time }, sleep: { try await Task.sleep(for: $0) }),
            settings: Settings(topic: nil, protected: [], owner: LeaseOwner(host: "test", process: 1, token: "t")))
        return RespondHandler(responder: responder, log: surrounded.log, remind: remind)
    }

    private func invocation(_ body: String, secondsLeft: Double = 60) -> Invocation {
        let event: JSONValue = ["Records": [["messageId": "message-0", "body": .string(body)]]]
        return Invocation(
            requestID: "id-1", deadline: Int((surrounded.time + secondsLeft) * 1_000), traceID: nil, functionARN: "",
            body: Array(event.description.utf8))
    }

    /// A journal with a response whose process stopped once the outcome was known.
    private func journal() async throws -> SQLiteJournal {
        let event: JSONValue = [
            "version": "0", "id": "e-1", "detail-type": "Config Rules Compliance Change", "source": "aws.config",
            "account": "111122223333", "time": "2026-03-01T00:00:00Z", "region": "eu-west-1", "resources": [],
            "detail": [
                "resourceId": "vol-0123456789abcdef0", "resourceType": "AWS::EC2::Volume", "awsRegion": "eu-west-1",
                "awsAccountId": "111122223333", "configRuleName": "ENCRYPTED_VOLUMES",
                "configRuleARN": "arn:aws:config:eu-west-1:111122223333:config-rule/config-rule-abc123",
                "messageType": "ComplianceChangeNotification",
                "newEvaluationResult": ["complianceType": "NON_COMPLIANT"],
            ],
        ]
        let admission = Admission(
            key: "k", generation: 1, rule: "a", playbook: "p", source: "aws.config", findingID: "f", findingType: "t",
            findingUpdatedAt: nil, account: "111122223333", region: "eu-west-1", resource: "r", actions: [])
        let journal = try SQLiteJournal.empty()
        let time = ISO8601.format(surrounded.time - 120)
        _ = try await journal.begin(
            Self.id, [.received(Received(event: event.description, sha256: "00")), .admitted(admission)], at: time)
        _ = try await journal.append(.concluded(Conclusion(.partial, "w")), to: Self.id, at: time)
        return journal
    }

    private var remind: RespondHandler.Remind { { [reminders] in reminders.add($0) } }

    @Test("goes on with what was left, and reminds itself to look", arguments: [nil, RespondHandlerTendingTests.id])
    func adopts(_ execution: String?) async throws {
        let handler = try handler(try await journal(), remind: remind)
        let answer = try await handler.answer(invocation(TendMessage(execution: execution).body))
        #expect(answer == QueueBatch.answer(failed: []))
        let line = try #require(try surrounded.lines.last)
        #expect(line["message"]?.string == "execution tended")
        #expect(line["tended"]?.string == "adopted" && line["execution"]?.string == Self.id, "\(line)")
        #expect(line["Outcome"]?.string == "partial" && line["DurationMs"] == nil, "\(line)")
        #expect(reminders.all == [Self.id])
    }

    @Test("a reminder that cannot be sent is said, and nothing fails")
    func unsent() async throws {
        let handler = try handler(try await journal(), remind: { _ in throw OutOfTime() })
        let answer = try await handler.answer(invocation(TendMessage().body))
        #expect(answer == QueueBatch.answer(failed: []))
        #expect(try surrounded.lines.last?["message"]?.string == "no reminder sent, the schedule looks instead")
    }

    @Test("with nothing due nothing is said")
    func nothing() async throws {
        let handler = try handler(try SQLiteJournal.empty(), remind: remind)
        #expect(try await handler.answer(invocation(TendMessage().body)) == QueueBatch.answer(failed: []))
        #expect(try surrounded.lines.isEmpty)
        #expect(reminders.all.isEmpty)
    }

    @Test("without time left it is left to the next schedule, and no message comes again")
    func late() async throws {
        let handler = try handler(try await journal(), remind: remind)
        let answer = try await handler.answer(invocation(TendMessage().body, secondsLeft: 10))
        #expect(answer == QueueBatch.answer(failed: []))
        #expect(reminders.all.isEmpty)
    }
}
