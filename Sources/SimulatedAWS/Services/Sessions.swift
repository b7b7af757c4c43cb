import AWSClient
import JSON

/// STS: who a caller is, and sessions of roles.
extension World {
    mutating func security(_ name: String, _ input: Input, _ arrival: Arrival) throws(Refusal) -> JSONValue {
        switch name {
        case "GetCallerIdentity":
            return [
                "Account": .string(arrival.caller.account), "Arn": .string(arrival.caller.arn),
                "UserId": .string(arrival.caller.name),
            ]
        case "AssumeRole": return try assumeRole(input, arrival)
        default: throw Self.unknown(name)
        }
    }

    /// Makes the session; whether the caller may have it was asked of the trust policy before.
    private mutating func assumeRole(_ input: Input, _ arrival: Arrival) throws(Refusal) -> JSONValue {
        let (arn, session) = (try input.required("RoleArn"), try input.required("RoleSessionName"))
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let name = arn.split(separator: "/").last.map(String.init) ?? ""
        guard parts.count == 6, let role = self[identities: parts[4]].roles[name] else {
            throw Refusal(
                "AccessDenied",
                "\(arrival.caller.arn) is not authorized to perform: sts:AssumeRole on resource: \(arn)",
                status: 403)
        }
        guard (2...64).contains(session.utf8.count) else {
            throw Refusal("ValidationError", "The session name must have 2 to 64 characters.")
        }
        var policies: [String]?
        if let text = input.text("Policy") {
            guard text.utf8.count <= 2_048 else {
                throw Refusal("ValidationError", "The policy must have length less than or equal to 2048")
            }
            guard (try? JSONValue(parsing: text)) != nil else {
                throw Refusal("MalformedPolicyDocument", "The session policy is no JSON.")
            }
            policies = [text]
        }
        let assumed = "arn:aws:sts::\(parts[4]):assumed-role/\(name)/\(session)"
        var principal = Principal(account: parts[4], arn: assumed, entity: arn, kind: .role, name: name)
        principal.sourceIdentity = input.text("SourceIdentity")
        principal.sessionPolicies = policies
        let expires = arrival.now + Double(input.json["DurationSeconds"]?.int ?? 3_600)
        let key = uniqueID("ASIA")
        let token = uniqueID("token")
        keys[key] = SecretKey(secret: "secret-\(key)", token: token, expires: expires, principal: principal)
        return [
            "Credentials": [
                "AccessKeyId": .string(key), "SecretAccessKey": .string("secret-\(key)"),
                "SessionToken": .string(token), "Expiration": .string(ISO8601.format(expires)),
            ],
            "AssumedRoleUser": ["Arn": .string(assumed), "AssumedRoleId": .string("\(role.id):\(session)")],
        ]
    }
}
