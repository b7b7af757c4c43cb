import AWSClient
import ActionKit
import Engine
import JSON
import Playbook
import PlaybookText
import SQLiteStore

/// One account, one journal, one clock, and the engine between them.
struct Stage {
    let journal: any Journal
    let aws: FakeAWS
    let clock = TestClock()
    let playbook: Playbook
    /// What stands in the files that the playbook names.
    var files: [String: String] = [:]

    static let topic = "arn:aws:sns:eu-west-1:999988887777:alerts"
    static let catalog = ActionCatalog([
        TestIsolate.self, TestMark.self, TestKeep.self, TestNotify.self, TestArchive.self, TestReport.self,
    ])

    /// `respond` is the list of actions of one rule that matches every GuardDuty finding.
    init(
        _ respond: [String] = ["test.isolate", "test.archive", "test.notify"], guardrails: String = "",
        more: String = "", approval: String? = nil
    ) throws {
        let rule =
            Self.rule("contain", respond, "{ source: [aws.guardduty] }")
            + (approval.map { "    approval: \($0)\n" } ?? "")
        let text = "quell: 1\n\(guardrails)rules:\n\(rule)\(more)"
        playbook = try Playbook.read(text, file: "test.yaml", actions: Self.catalog.manifests)
        journal = try SQLiteJournal.empty()
        aws = FakeAWS(watching: journal)
    }

    static func rule(_ name: String, _ respond: [String], _ when: String) -> String {
        "  - name: \(name)\n    when: \(when)\n    respond: [\(respond.joined(separator: ", "))]\n"
    }

    static func owner(_ token: String) -> LeaseOwner { LeaseOwner(host: "test", process: 1, token: token) }

    func responder(
        journal other: (any Journal)? = nil, owner: String = "a", topic: String? = Stage.topic, isAgain: Bool = false,
        protected: [String] = [], freshness: Double = 5, homeAccount: String? = nil, isService: Bool = false,
        halted: @escaping @Sendable () -> String? = { nil }, by person: Identity = People.engine
    ) -> Responder {
        Responder(
            playbook: playbook, catalog: Self.catalog, journal: other ?? journal, access: aws, clock: clock.engine,
            settings: Settings(
                topic: topic, protected: protected, owner: Self.owner(owner), homeAccount: homeAccount,
                isAgain: isAgain, freshness: freshness, isService: isService, halted: halted,
                identity: { () async throws(AWSError) -> Identity in person }),
            files: { [files] in files[$0].map { Array($0.utf8) } })
    }

    /// The desk as one person sees it.
    func desk(_ person: Identity, journal other: (any Journal)? = nil) -> ApprovalDesk {
        ApprovalDesk(
            journal: other ?? journal, clock: clock.engine,
            identity: { () async throws(AWSError) -> Identity in person })
    }

    func undoer(
        journal other: (any Journal)? = nil, owner: String = "u",
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) -> Undoer {
        Undoer(
            journal: other ?? journal, access: aws, clock: clock.engine, owner: Self.owner(owner), progress: progress)
    }

    /// The answer to the sample finding under the first rule.
    func respond(_ event: JSONValue = Sample.event()) async throws -> Response {
        try await first(responder().respond(to: Sample.bytes(event)))
    }

    func first(_ responses: [Response]) throws -> Response {
        guard let response = responses.first else { throw Missing(what: "a response") }
        return response
    }

    func execution(_ id: String) async throws -> Execution {
        Execution(id: id, replaying: try await journal.entries(of: id).map(\.record))
    }

    /// The newest execution.
    func newest() async throws -> Execution {
        guard let id = try await journal.executions(newest: 1).first else { throw Missing(what: "an execution") }
        return try await execution(id)
    }
}

/// Who may approve, and who asks.
enum People {
    static let engine = Identity(
        arn: "arn:aws:sts::999988887777:assumed-role/Quell-Engine-Act/quell-respond",
        userID: "AROAENGINE:quell-respond", localUser: nil)
    static let alice = user("alice")
    static let bob = user("bob")

    static func user(_ name: String) -> Identity {
        Identity(arn: "arn:aws:iam::999988887777:user/\(name)", userID: "AIDA\(name)", localUser: "root")
    }

    static func session(_ name: String, role: String = "Quell-Operator") -> Identity {
        Identity(
            arn: "arn:aws:sts::999988887777:assumed-role/\(role)/\(name)", userID: "AROA\(role):\(name)",
            localUser: "root")
    }
}

/// Something a test needs is not there.
struct Missing: Error { let what: String }

/// The finding that the tests are about.
enum Sample {
    static let account = "111122223333"
    static let region = "eu-west-1"
    static let instance = "i-0123456789abcdef0"
    static let arn = "arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef0"
    static let detector = "12abc34d567e8fa901bc2d34e56789f0"
    static let finding = "16afba5c5c43e07c9e3e5e2e544e95df"
    static let type = "Backdoor:EC2/C&CActivity.B"

    static let liveFinding: JSONValue = [
        "Id": .string(finding), "Type": .string(type), "AccountId": .string(account),
        "Resource": ["InstanceDetails": ["InstanceId": .string(instance)]],
    ]

    static func bytes(_ event: JSONValue) -> [UInt8] { Array(event.description.utf8) }

    static func event(
        updatedAt: String = "2026-03-01T09:59:00.000Z", resource: JSONValue? = nil, title: String = "Odd.",
        id: String = "c8c4daa7-a20c-2f03-0070-b7393dd542ad", finding: String = finding
    ) -> JSONValue {
        let arn = "arn:aws:guardduty:\(region):\(account):detector/\(detector)/finding/\(finding)"
        let standard: JSONValue = [
            "resourceType": "Instance", "instanceDetails": ["instanceId": .string(instance)],
        ]
        return envelope(
            "aws.guardduty", "GuardDuty Finding", id,
            [
                "schemaVersion": "2.0", "accountId": .string(account), "region": .string(region), "partition": "aws",
                "id": .string(finding), "arn": .string(arn), "type": .string(type), "resource": resource ?? standard,
                "service": [:], "severity": 8, "createdAt": "2026-03-01T09:50:00.000Z",
                "updatedAt": .string(updatedAt), "title": .string(title), "description": "Look.",
            ])
    }

    static func key(_ userType: String, name: String, id: String) -> JSONValue {
        [
            "resourceType": "AccessKey",
            "accessKeyDetails": [
                "accessKeyId": "ASIAIOSFODNN7EXAMPLE", "principalId": .string(id), "userName": .string(name),
                "userType": .string(userType),
            ],
        ]
    }

    static func config(recorded: String = "2026-03-01T09:59:00.000Z") -> JSONValue {
        envelope(
            "aws.config", "Config Rules Compliance Change", "c8c4daa7-a20c-2f03-0070-b7393dd542ae",
            [
                "resourceId": .string(instance), "resourceType": "AWS::EC2::Instance", "awsRegion": .string(region),
                "awsAccountId": .string(account), "configRuleName": "SOME_RULE", "recordVersion": "1.0",
                "configRuleARN": .string("arn:aws:config:\(region):\(account):config-rule/config-rule-a1b2c3"),
                "messageType": "ComplianceChangeNotification",
                "newEvaluationResult": [
                    "complianceType": "NON_COMPLIANT", "resultRecordedTime": .string(recorded),
                ],
            ])
    }

    private static func envelope(
        _ source: JSONValue, _ type: JSONValue, _ id: String, _ detail: JSONValue
    ) -> JSONValue {
        [
            "version": "0", "id": .string(id), "detail-type": type, "source": source, "account": "999988887777",
            "time": "2026-03-01T10:00:00Z", "region": .string(region), "resources": [], "detail": detail,
        ]
    }
}
