import AWSClient
import JSON

/// IAM's users, roles, policies and keys.
extension World {
    mutating func identity(_ name: String, _ input: Input, _ arrival: Arrival) throws(Refusal) -> JSONValue {
        switch name {
        case "ListUsers", "ListRoles": return list(name == "ListUsers" ? .user : .role, arrival)
        case "ListAccessKeys", "UpdateAccessKey":
            return try keys(name, input, arrival)
        default: break
        }
        let kind: Identity.Kind = name.contains("Role") ? .role : .user
        let verb = name.replacing(kind == .role ? "Role" : "User", with: "")
        let who = try input.required(kind.nameMember)
        guard var identity = self[identities: arrival.account][kind][who] else {
            throw Self.missing("The \(kind.rawValue) with name \(who) cannot be found.")
        }
        switch verb {
        case "Get":
            let json = identity.json(kind, who, account: arrival.account)
            return kind == .role ? ["Role": json] : ["User": json]
        case "ListTags": return ["Tags": identity.tags.json, "IsTruncated": false]
        case "ListAttachedPolicies":
            let policies: [JSONValue] = identity.attached.map { arn in
                [
                    "PolicyArn": .string(arn),
                    "PolicyName": .string(arn.split(separator: "/").last.map(String.init) ?? ""),
                ]
            }
            return ["AttachedPolicies": .array(policies), "IsTruncated": false]
        case "ListPolicies":
            return ["PolicyNames": .array(identity.inline.keys.sorted().map(JSONValue.string)), "IsTruncated": false]
        case "GetPolicy":
            let policy = try input.required("PolicyName")
            guard let document = identity.inline[policy] else {
                throw Self.missing("The \(kind.rawValue) policy with name \(policy) cannot be found.")
            }
            return .object([
                kind.nameMember: .string(who), "PolicyName": .string(policy), "PolicyDocument": .string(document),
            ])
        default: break
        }
        guard !identity.path.hasPrefix("/aws-service-role/"), !identity.path.hasPrefix("/aws-reserved/") else {
            throw Refusal("UnmodifiableEntity", "Cannot perform the operation on the protected role '\(who)'.")
        }
        try change(&identity, verb, input)
        self[identities: arrival.account][kind][who] = identity
        return [:]
    }

    private func change(_ identity: inout Identity, _ verb: String, _ input: Input) throws(Refusal) {
        switch verb {
        case "AttachPolicy":
            let arn = try input.required("PolicyArn")
            guard !identity.attached.contains(arn) else { return }
            guard identity.attached.count < Identity.managedPolicyQuota else {
                throw Refusal("LimitExceeded", "Cannot exceed quota for PoliciesPerRole: 10", status: 409)
            }
            identity.attached.append(arn)
        case "DetachPolicy":
            let arn = try input.required("PolicyArn")
            guard let index = identity.attached.firstIndex(of: arn) else {
                throw Self.missing("Policy \(arn) was not found.")
            }
            identity.attached.remove(at: index)
        case "PutPolicy":
            let document = try input.required("PolicyDocument")
            guard (try? JSONValue(parsing: document))?["Statement"] != nil else {
                throw Refusal("MalformedPolicyDocument", "Syntax errors in policy.")
            }
            identity.inline[try input.required("PolicyName")] = document
        case "DeletePolicy":
            let policy = try input.required("PolicyName")
            guard identity.inline.removeValue(forKey: policy) != nil else {
                throw Self.missing("The policy with name \(policy) cannot be found.")
            }
        default: throw Self.unknown(verb)
        }
    }

    private mutating func keys(_ name: String, _ input: Input, _ arrival: Arrival) throws(Refusal) -> JSONValue {
        let who = try input.required("UserName")
        guard let user = self[identities: arrival.account].users[who] else {
            throw Self.missing("The user with name \(who) cannot be found.")
        }
        if name == "ListAccessKeys" {
            let keys: [JSONValue] = user.keys.sorted { $0.key < $1.key }.map { key, isActive in
                [
                    "AccessKeyId": .string(key), "UserName": .string(who),
                    "Status": isActive ? "Active" : "Inactive",
                ]
            }
            return ["AccessKeyMetadata": .array(keys), "IsTruncated": false]
        }
        let key = try input.required("AccessKeyId")
        guard user.keys[key] != nil else { throw Self.missing("The Access Key with id \(key) cannot be found.") }
        self[identities: arrival.account].users[who]?.keys[key] = try input.required("Status") == "Active"
        return [:]
    }

    private func list(_ kind: Identity.Kind, _ arrival: Arrival) -> JSONValue {
        let all = self[identities: arrival.account][kind].sorted { $0.key < $1.key }
        let listed: [JSONValue] = all.map { name, identity in
            let json = identity.json(kind, name, account: arrival.account).object ?? [:]
            return .object(json.filter { $0.key != "Tags" })
        }
        return .object([kind == .user ? "Users" : "Roles": .array(listed), "IsTruncated": false])
    }

    private static func missing(_ message: String) -> Refusal { Refusal("NoSuchEntity", message, status: 404) }
}

extension Identity {
    fileprivate func json(_ kind: Kind, _ name: String, account: String) -> JSONValue {
        .object([
            kind.nameMember: .string(name), kind == .user ? "UserId" : "RoleId": .string(id), "Path": .string(path),
            "Arn": .string("arn:aws:iam::\(account):\(kind.rawValue)\(path)\(name)"),
            "CreateDate": "2025-01-01T00:00:00Z", "Tags": tags.json,
        ])
    }
}
