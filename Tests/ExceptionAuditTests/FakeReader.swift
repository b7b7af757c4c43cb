import AWSClient
import Engine
import JSON
import Synchronization

@testable import ExceptionAudit

/// Answers what a test foresees, and refuses everything else.
final class FakeReader: AuditReader {
    struct Ask: Hashable {
        let operation: String
        let account: String
        let region: String
        let input: JSONValue
    }

    private let asks = Mutex<[Ask]>([])
    private let answer: @Sendable (Ask) throws(AWSError) -> JSONValue?

    init(_ answer: @escaping @Sendable (Ask) throws(AWSError) -> JSONValue?) { self.answer = answer }

    var asked: [Ask] { asks.withLock { $0 } }

    func all(
        _ operation: Operation, _ input: JSONValue, account: String, region: String
    ) async throws(AWSError) -> JSONValue {
        let ask = Ask(operation: operation.id, account: account, region: region, input: input)
        asks.withLock { $0.append(ask) }
        guard let given = try answer(ask) else {
            throw AWSError(kind: .other, operation: operation.id, message: "The test did not foresee \(ask).")
        }
        return given
    }

    func page(
        _ operation: Operation, _ input: JSONValue, account: String, region: String
    ) async throws(AWSError) -> JSONValue {
        try await all(operation, input, account: account, region: region)
    }

    static let clock = EngineClock(now: { 0 }, sleep: { _ in })

    static func refusal(_ operation: String) -> AWSError {
        AWSError(kind: .accessDenied, operation: operation, message: "No.")
    }
}

extension TaggedResource {
    static func instance(_ id: String, value: String = "Jira-1") -> TaggedResource {
        TaggedResource(
            account: "111111111111", region: "eu-central-1",
            arn: "arn:aws:ec2:eu-central-1:111111111111:instance/\(id)",
            key: "SecurityException", value: value)
    }
}
