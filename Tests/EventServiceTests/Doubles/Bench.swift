import AWSClient
import ActionKit
import Actions
import Engine
import JSON
import Playbook
import PlaybookText
import SQLiteStore
import Synchronization

@testable import EventService

/// An inbox, an engine and a clock, with what is logged.
struct Bench: Sendable {
    let folder: TemporaryFolder
    let inbox: EventInbox
    let journal: any Journal
    let playbook: LivePlaybook
    let metrics = ServiceMetrics()
    let health: ServiceHealth
    let log: Log
    let clock: EngineClock
    let lines: Lines

    static let now = 1_800_000_000.0

    /// `access` is how AWS answers the engine; the playbook has one rule, for every finding of GuardDuty.
    init(
        _ access: any AccountAccess = Refusing(.notFound), journal: (any Journal)? = nil, limit: Int = 1_000,
        text: @escaping @Sendable () -> String = { Bench.playbookText }
    ) throws {
        folder = try TemporaryFolder()
        inbox = try EventInbox(path: folder.path + "/inbox.sqlite", limit: limit)
        let journal = try journal ?? SQLiteJournal.empty()
        self.journal = journal
        let clock = EngineClock.unhurried
        self.clock = clock
        health = ServiceHealth(now: clock.now)
        let lines = Lines()
        self.lines = lines
        log = Log(now: clock.now, write: lines.add)
        playbook = try LivePlaybook(
            fingerprint: { Array(text().utf8) },
            read: { () throws(LivePlaybook.Refusal) in
                do {
                    return try Playbook.read(text(), file: "test.yaml", actions: ActionRegistry.all)
                } catch {
                    throw LivePlaybook.Refusal(.invalid, "\(error)")
                }
            },
            makeResponder: { playbook, worker in
                Responder(
                    playbook: playbook, catalog: ActionCatalog(ActionRegistry.all), journal: journal, access: access,
                    clock: clock,
                    settings: Settings(
                        topic: nil, protected: [],
                        owner: LeaseOwner(host: "test", process: 1, token: "\(worker)")))
            })
    }

    static let playbookText = """
        quell: 1
        rules:
          - name: contain
            when: { source: [aws.guardduty] }
            respond: [ec2.isolate-instance]
        """

    /// An event that no rule matches.
    static func idle(_ id: Int) -> [UInt8] { Array(#"{"id":"\#(id)","source":"my.app","detail-type":"x"}"#.utf8) }

    /// A finding of GuardDuty.
    static func finding(_ id: String = "16afba5c5c43e07c9e3e5e2e544e95df") -> [UInt8] {
        let arn = "arn:aws:guardduty:eu-west-1:111122223333:detector/12abc34d567e8fa901bc2d34e56789f0/finding/\(id)"
        let event: JSONValue = [
            "version": "0", "id": "c8c4daa7-a20c-2f03-0070-b7393dd542ad", "detail-type": "GuardDuty Finding",
            "source": "aws.guardduty", "account": "999988887777", "time": "2027-01-15T08:00:00Z",
            "region": "eu-west-1", "resources": [],
            "detail": [
                "schemaVersion": "2.0", "accountId": "111122223333", "region": "eu-west-1", "partition": "aws",
                "id": .string(id), "arn": .string(arn), "type": "Backdoor:EC2/C&CActivity.B",
                "resource": ["resourceType": "Instance", "instanceDetails": ["instanceId": "i-0123456789abcdef0"]],
                "service": [:], "severity": 8, "createdAt": "2027-01-15T07:50:00.000Z",
                "updatedAt": "2027-01-15T07:55:00.000Z", "title": "Odd.", "description": "Look.",
            ],
        ]
        return Array(event.description.utf8)
    }

    /// Takes in an event and makes it ready, as the sorter does.
    func ready(_ event: [UInt8]) async throws -> InboxEvent {
        _ = try await inbox.accept([event], at: Bench.now)
        let arrived = try await inbox.arrived()
        try await inbox.sort(answered: [], ready: arrived.map(\.id))
        guard let last = arrived.last else { throw Missing(what: "an event") }
        return last
    }

    func value(_ sample: String) async throws -> String? {
        let text = metrics.text(try await inbox.level(), at: Bench.now)
        return text.split(separator: "\n").first { $0.hasPrefix(sample + " ") }?.split(separator: " ").last.map(
            String.init)
    }
}

/// Something a test needs is not there.
struct Missing: Error { let what: String }

/// AWS says the same to everything.
struct Refusing: AccountAccess {
    let kind: AWSError.Kind

    init(_ kind: AWSError.Kind) { self.kind = kind }

    func perform(_ call: Call, in session: Session) async throws(AWSError) -> JSONValue {
        throw AWSError(kind: kind, operation: call.operation, message: "So it is in this test.")
    }
}

/// AWS answers nothing until the task is cancelled.
struct Hanging: AccountAccess {
    let begun = Bell()

    func perform(_ call: Call, in session: Session) async throws(AWSError) -> JSONValue {
        begun.ring()
        while !Task.isCancelled { try? await Task.sleep(for: .milliseconds(1)) }
        throw AWSError(kind: .unreachable, operation: call.operation, message: "Cancelled.")
    }
}

/// What was logged.
final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    @Sendable func add(_ line: String) { lines.withLock { $0.append(line) } }

    /// The messages, in order.
    var messages: [String] {
        lines.withLock { $0 }.compactMap { try? JSONValue(parsing: Array($0.utf8))["message"]?.string }
    }
}

extension EngineClock {
    /// Stands still, and sleeps for no longer than it takes to let others run.
    static let unhurried = EngineClock(
        now: { Bench.now }, sleep: { _ in try await Task.sleep(for: .milliseconds(10)) })
}
