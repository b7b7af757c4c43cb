import ActionKit
import AWSClient
import Findings
import JSON

/// The access keys of a user, and the steps that make the active ones inactive.
struct UserKeys {
    private let read: Call
    private let all: [AccessKeyID]
    private let active: [AccessKeyID]

    init(of user: Identity, _ situation: Situation) async throws(AWSError) {
        read = user.call(IAM.listAccessKeys, situation)
        var all: [AccessKeyID] = []
        var active: [AccessKeyID] = []
        for key in try await situation.reader.read(read)["AccessKeyMetadata"]?.array ?? [] {
            guard let id = AccessKeyID(key["AccessKeyId"]?.string ?? "") else {
                throw AWSError(
                    kind: .unreadableAnswer, operation: IAM.listAccessKeys.id,
                    message: "An access key of user \(user.name) has no readable id.")
            }
            all.append(id)
            if key["Status"] != "Inactive" { active.append(id) }
        }
        self.all = all
        self.active = active
    }

    /// Whether denying this user also covers the key; temporary keys (`ASIA…`) are covered by the policy.
    func covers(_ key: String) -> Bool {
        !key.hasPrefix("AKIA") || all.contains { $0.description == key }
    }

    func steps(of user: Identity, _ situation: Situation) throws(AWSError) -> [Step] {
        var steps: [Step] = []
        for key in active.map(\.description).sorted() {
            let update = { (status: JSONValue) in
                user.call(IAM.updateAccessKey, situation, ["AccessKeyId": .string(key), "Status": status])
            }
            let select = try JSONQuery.members("Status", of: "AccessKeyMetadata", where: "AccessKeyId", is: key)
            steps.append(
                Step(
                    "deactivate-\(key)", "Make access key \(key) of user \(user.name) inactive.",
                    call: update("Inactive"),
                    effect: Effect(read, select: select, before: ["Active"], after: ["Inactive"]),
                    undo: .call(update("Active"))))
        }
        return steps
    }
}

extension JSONQuery {
    /// `LIST[?MEMBER=='TEXT'].WANTED`; the text comes from an answer of AWS, and a quote in it is no answer.
    static func members(
        _ wanted: String, of list: String, where member: String, is text: String
    ) throws(AWSError) -> JSONQuery {
        let query = "\(list)[?\(member)=='\(text)'].\(wanted)"
        do {
            return try JSONQuery(query)
        } catch {
            throw AWSError(
                kind: .unreadableAnswer, operation: "iam:List\(list)",
                message: "\(member) \(text) holds a quote, which no id of AWS does.")
        }
    }
}
