import ActionKit
import AWSClient
import Findings
import JSON

/// A user or role as IAM knows it now, and the calls by which it is denied everything.
struct Identity {
    enum Kind: String {
        case user, role
    }

    let kind: Kind
    let name: String
    /// Unique id, `AIDA…` or `AROA…`: a name that is used again gets another one.
    let id: String
    let arn: String
    let path: String

    /// AWS lets ten managed policies be attached unless the quota was raised.
    static let managedPolicyQuota = 10
    static let inlinePolicy = "quell-deny-all"
    static let document: JSONValue = [
        "Version": "2012-10-17", "Statement": [["Effect": "Deny", "Action": "*", "Resource": "*"]],
    ]

    /// Reads the user or role; nil when it is gone.
    static func read(_ kind: Kind, _ name: String, _ situation: Situation) async throws(AWSError) -> Identity? {
        let operation = kind.get
        let answer: JSONValue
        do throws(AWSError) {
            answer = try await situation.read(operation, [kind.nameMember: .string(name)])
        } catch {
            if error.kind == .notFound { return nil }
            throw error
        }
        let found = answer[kind.member]
        guard let id = found?[kind.idMember]?.string, let arn = found?["Arn"]?.string,
            let path = found?["Path"]?.string
        else {
            throw AWSError(
                kind: .unreadableAnswer, operation: operation.id,
                message: "The answer has no id, ARN or path of \(kind.rawValue) \(name).")
        }
        return Identity(kind: kind, name: name, id: id, arn: arn, path: path)
    }

    func call(_ operation: Operation, _ situation: Situation, _ more: [String: JSONValue] = [:]) -> Call {
        let input = more.merging([kind.nameMember: .string(name)]) { $1 }
        return situation.call(operation, .object(input), on: [arn])
    }

    /// Holds as long as the name means the principal that was read.
    func isUnchanged(_ situation: Situation) -> Condition {
        Condition(
            call(kind.get, situation), select: kind == .user ? "User.UserId" : "Role.RoleId", equals: .string(id))
    }
}

extension Identity.Kind {
    var member: String { self == .user ? "User" : "Role" }
    var nameMember: String { member + "Name" }
    var idMember: String { member + "Id" }
    var idPrefix: String { self == .user ? "AIDA" : "AROA" }

    var get: Operation { self == .user ? IAM.getUser : IAM.getRole }
    var listAttached: Operation { self == .user ? IAM.listAttachedUserPolicies : IAM.listAttachedRolePolicies }
    var attach: Operation { self == .user ? IAM.attachUserPolicy : IAM.attachRolePolicy }
    var detach: Operation { self == .user ? IAM.detachUserPolicy : IAM.detachRolePolicy }
    var listInline: Operation { self == .user ? IAM.listUserPolicies : IAM.listRolePolicies }
    var getInline: Operation { self == .user ? IAM.getUserPolicy : IAM.getRolePolicy }
    var putInline: Operation { self == .user ? IAM.putUserPolicy : IAM.putRolePolicy }
    var deleteInline: Operation { self == .user ? IAM.deleteUserPolicy : IAM.deleteRolePolicy }
}
