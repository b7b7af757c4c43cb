import Actions
import AWSClient
import ActionKit
import Engine
import JSON
import LambdaRuntime
import Playbook
import PlaybookText
import SQLiteStore
import Synchronization
import Testing

@testable import LambdaHandlers

@Suite("Answers to a batch", .timeLimit(.minutes(1))) struct RespondHandlerTests {
    /// A journal whose `begin` does as the test says: it fails, or hangs until it is cancelled.
    private struct Odd: Journal {
        let base: SQLiteJournal
        let hangs: Bool

        func begin(_ execution: String, _ records: [Record], at time: String) async throws(JournalError) -> Bool {
            if hangs {
                while !Task.isCancelled { await Task.yield() }
                throw JournalError(.unavailable, "Cancelled.")
            }
            if case .received(let received)? = records.first, received.event.contains("second") {
                throw JournalError(.unavailable, "Away.")
            }
            return try await base.begin(execution, records, at: time)
        }
        func append(_ record: Record, to id: String, at time: String) async throws(JournalError) -> Entry {
            try await base.append(record, to: id, at: time)
        }
        func entries(of id: String) async throws(JournalError) -> [Entry] { try await base.entries(of: id) }
        func executions(withKey key: String) async throws(JournalError) -> [String] {
            try await base.executions(withKey: key)
        }
        func executions(newest limit: Int) async throws(JournalError) -> [String] {
            try await base.executions(newest: limit)
        }
        func append(
            _ record: Record, to id: String, at time: String, after sequence: Int
        ) async throws(JournalError) -> Entry? {
            try await base.append(record, to: id, at: time, after: sequence)
        }
        func approvalRequests(since time: String) async throws(JournalError) -> [Entry] {
            try await base.approvalRequests(since: time)
        }
        func planned(since time: String) async throws(JournalError) -> [Entry] { try await base.planned(since: time) }
        func claim(
            _ id: String, by owner: LeaseOwner, until end: Double, now: Double
        ) async throws(JournalError) -> Bool { try await base.claim(id, by: owner, until: end, now: now) }
        func release(_ id: String, by owner: LeaseOwner) async throws(JournalError) {
            try await base.release(id, by: owner)
        }
        func verify() async throws(JournalError) -> Verification { try await base.verify() }
    }

    private struct NoAccess: AccountAccess {
        func perform(_ call: Call, in session: Session) async throws(AWSError) -> JSONValue {
            throw AWSError(kind: .accessDenied, operation: call.operation, message: "Nothing is allowed in this test.")
        }
    }

    private func handler(
        _ surrounded: Surrounded, hangs: Bool,
        rule: String = "when: { source: [none] }\n    respond: [ec2.isolate-instance]",
        sweep: SweepPlan? = nil
    ) throws -> RespondHandler {
        let text = "quell: 1\nrules:\n  - name: a\n    \(rule)\n"
        let responder = Responder(
            playbook: try Playbook.read(text, file: "test.yaml", actions: ActionRegistry.all),
            catalog: ActionCatalog(ActionRegistry.all), journal: Odd(base: try SQLiteJournal.empty(), hangs: hangs),
            access: NoAccess(),
            // Time flies where the journal hangs: what would wait for a minute waits for nothing.
            clock: EngineClock(
                now: { [time = surrounded.time] in time },
                // What the engine itself waits for is not waited for here; the end of the invocation's time is.
                sleep: { if !hangs, $0 > .seconds(20) { try await Task.sleep(for: $0) } }),
            settings: Settings(topic: nil, protected: [], owner: LeaseOwner(host: "test", process: 1, token: "t")))
        return RespondHandler(responder: responder, log: surrounded.log, sweep: sweep)
    }

    private func invocation(_ bodies: [String]) -> Invocation {
        let records = bodies.enumerated().map { index, body -> JSONValue in
            ["messageId": .string("message-\(index)"), "body": .string(body)]
        }
        let event: JSONValue = ["Records": .array(records)]
        return Invocation(
            requestID: "id-1", deadline: 1_700_000_060_000, traceID: nil, functionARN: "",
            body: Array(event.description.utf8))
    }

    @Test("stop where time runs out, and the message stays in the queue")
    func outOfTime() async throws {
        let surrounded = Surrounded()
        let answer = try await handler(surrounded, hangs: true).answer(invocation(["first"]))
        #expect(answer == QueueBatch.answer(failed: ["message-0"]))
        let line = try #require(try surrounded.lines.last)
        #expect(line["error"]?.string == "OutOfTime")
        #expect(line["Failed"]?.int == 1)
    }

    @Test("count what nobody could be told of as a failure, whatever its outcome is")
    func untold() async throws {
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
        let surrounded = Surrounded()
        let rule = "when: { source: [aws.config] }\n    respond: [notify]"
        _ = try await handler(surrounded, hangs: false, rule: rule).answer(invocation([event.description]))
        let line = try #require(try surrounded.lines.last)
        #expect(line["why"]?.string?.contains("Nobody was told") ?? false, "\(line)")
        #expect(line["Outcome"] == "held" && line["Failed"]?.int == 1 && line["level"] == "error", "\(line)")
    }

    @Test("drop the wish to apply what nobody has approved, and say so")
    func unapproved() async throws {
        let surrounded = Surrounded()
        let message = ApplyMessage(execution: "0123456789abcdef").body
        let answer = try await handler(surrounded, hangs: false).answer(invocation([message]))
        #expect(answer == QueueBatch.answer(failed: []))
        let line = try #require(try surrounded.lines.last)
        #expect(line["message"]?.string == "plan not applied" && line["objection"]?.string == "no-approval")
    }

    @Test("sweep when asked to, and count a place that cannot be read as a failure")
    func sweep() async throws {
        let surrounded = Surrounded()
        let plan = SweepPlan(home: "999999999999", region: "eu-central-1", environment: { _ in nil })
        let rule = "when: { source: [aws.guardduty] }\n    respond: [notify]"
        let handler = try handler(surrounded, hangs: false, rule: rule, sweep: plan)
        let answer = try await handler.answer(invocation([SweepMessage.body]))
        #expect(answer == QueueBatch.answer(failed: []))
        let line = try #require(try surrounded.lines.last)
        #expect(line["message"] == "swept" && line["Failed"]?.int == 1 && line["level"] == "error", "\(line)")
        #expect(line["unread"]?.array?.first?["account"] == "999999999999")
        #expect(line["DurationMs"] == nil)
    }

    @Test("leave in the queue only what failed")
    func partial() async throws {
        let surrounded = Surrounded()
        let answer = try await handler(surrounded, hangs: false).answer(invocation(["first", "second", "third"]))
        #expect(answer == QueueBatch.answer(failed: ["message-1"]))
        #expect(try surrounded.lines.map { $0["Failed"]?.int } == [0, 1, 0])
        #expect(try surrounded.lines.map { $0["error"]?.string } == [nil, "JournalError", nil])
    }
}
