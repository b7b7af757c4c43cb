import ActionKit
import AWSClient
import Crypto
import JSON

/// One run of a runbook: the call that starts it, and the call that finds it again.
struct AutomationStart {
    let runbook: Runbook
    /// Tag key that only this run has.
    let tag: String
    /// The run in a few words.
    let sentence: String
    private let parameters: [String: JSONValue]
    private let account: String
    private let region: String
    private let partition: String
    private let token: String

    init(
        _ runbook: Runbook, parameters: [String: JSONValue], execution: String, account: String, region: String,
        partition: String
    ) {
        self.runbook = runbook
        self.parameters = parameters
        self.account = account
        self.region = region
        self.partition = partition
        let identity: JSONValue = [
            "execution": .string(execution), "document": .string(runbook.document),
            "version": .string(runbook.version), "parameters": .object(parameters),
        ]
        let digest = Array(SHA256.hash(data: Array(identity.description.utf8)))
        token = Self.uuid(digest)
        tag = "quell:\(execution):\(Self.hexadecimal(digest.suffix(8)))"
        sentence = "the runbook \(runbook.document)"
    }

    /// The run, found by its tag, with its state.
    func describe(isCentral: Bool) -> Call {
        Call(
            SSM.describeAutomationExecutions, account: isCentral ? nil : account, region: region,
            input: ["Filters": [["Key": "TagKey", "Values": [.string(tag)]]]])
    }

    /// The call that starts the run, in the engine's own account when a role for its target is given.
    ///
    /// `assumeRole` is the role the runbook acts as, nil for the caller's permissions; `executionRole` is the role that a
    /// central run takes in the account of the resource.
    func call(assumeRole: String?, executionRole: String?) -> Call {
        var parameters = parameters
        let role = assumeRole.map { RoleText.isARN($0) ? $0 : "arn:\(partition):iam::\(account):role/\($0)" }
        if let role { parameters["AutomationAssumeRole"] = [.string(role)] }
        var input: [String: JSONValue] = [
            "DocumentName": .string(runbook.document), "DocumentVersion": .string(runbook.version),
            "Parameters": .object(parameters), "ClientToken": .string(token),
            "Tags": [["Key": .string(tag), "Value": .string(runbook.document)]],
        ]
        if let executionRole {
            input["TargetLocations"] = [
                [
                    "Accounts": [.string(account)], "Regions": [.string(region)],
                    "ExecutionRoleName": .string(executionRole),
                ]
            ]
        }
        return Call(
            SSM.startAutomationExecution, account: executionRole == nil ? account : nil, region: region,
            input: .object(input), resources: resources + (role.map { [$0] } ?? []))
    }

    /// Runbooks of AWS have no account in their ARN, shared ones another account, and the run's id is not known before.
    private var resources: [String] {
        let name = runbook.document.split(separator: "/").last.map(String.init) ?? runbook.document
        let prefix = "arn:\(partition):ssm:\(region):*"
        return [
            "\(prefix):automation-definition/\(name):*", "\(prefix):automation-execution/*",
            "\(prefix):document/\(name)",
        ]
    }

    /// A UUID of version 8, whose bits are the maker's own (RFC 9562), in lower case.
    private static func uuid(_ digest: [UInt8]) -> String {
        var bytes = Array(digest.prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        let groups = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16]
        return groups.map { hexadecimal(bytes[$0]) }.joined(separator: "-")
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
