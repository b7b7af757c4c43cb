import AWSClient
import JSON

/// IAM's users, roles, policies and keys.
extension World {
    mutating func identity(_ name: String, _ input: Input, _ arrival: Arrival) throws(Refusal) -> JSONValue {
        switch name {
        case "ListUsers", "ListRoles": return list(name == "ListUsers" ? .user : .role, arrival)
        case "ListAccessKeys", "UpdateAccessKey":
            return try keys(name, input, arrival)
        case "GetGroup": return try group(input, arrival)
        case "ListEntitiesForPolicy": return try entities(of: input.required("PolicyArn"), arrival)
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

    private func group(_ input: Input, _ arrival: Arrival) throws(Refusal) -> JSONValue {
        let name = try input.required("GroupName")
        let identities = self[identities: arrival.account]
        guard let group = identities.groups[name] else {
            throw Self.missing("The group with name \(name) cannot be found.")
        }
        let members: [JSONValue] = group.members.compactMap { name in
            identities.users[name].map { user in
                [
                    "UserName": .string(name), "UserId": .string(user.id),
                    "Arn": .string("arn:aws:iam::\(arrival.account):user\(user.path)\(name)"),
                ]
            }
        }
        return ["Users": .array(members), "IsTruncated": false]
    }

    /// Whom a managed policy is attached to; one of AWS's own is there whether or not anybody has it.
    private func entities(of policy: String, _ arrival: Arrival) throws(Refusal) -> JSONValue {
        guard managedPolicies[policy] != nil else { throw Self.missing("Policy \(policy) was not found.") }
        let identities = self[identities: arrival.account]
        func named(_ kind: String, _ names: some Sequence<String>) -> JSONValue {
            .array(names.sorted().map { .object([kind: .string($0)]) })
        }
        return [
            "PolicyUsers": named("UserName", identities.users.filter { $0.value.attached.contains(policy) }.keys),
            "PolicyRoles": named("RoleName", identities.roles.filter { $0.value.attached.contains(policy) }.keys),
            "PolicyGroups": named("GroupName", identities.groups.filter { $0.value.attached.contains(policy) }.keys),
            "IsTruncated": false,
        ]
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
