/// One action on one resource, as policies are asked about it.
package struct PolicyRequest: Hashable, Sendable {
    /// ARN of a user, a role, a role session or an account's root, the name of a service, or `anonymous`.
    package let principal: String
    package let action: String
    /// An ARN, or `*` for an action that has none.
    package let resource: String
    let loweredAction: String
    /// Services and anonymous callers have none.
    private(set) var principalAccount: String?
    private(set) var isServiceLinked: Bool
    /// Values by key, with what AWS itself puts into every request; the last of a key counts, whatever its case.
    ///
    /// They are few, and most are never asked for: a dictionary would take longer to make than all looks into it.
    private var values: [Value]

    private struct Value: Hashable {
        let key: String
        /// nil takes away what stands before.
        let texts: [String]?
        /// Whether it is a list, even of one.
        var isList = false
    }

    /// A value of several texts is one of `lists`; an empty one is not there, and takes away what AWS would put in.
    package init(
        principal: String, action: String, resource: String = "*", texts: [String: String] = [:],
        lists: [String: [String]] = [:]
    ) {
        self.principal = principal
        self.action = action
        self.resource = resource
        loweredAction = action.lowercased()
        let (given, account) = Self.given(principal, resource)
        values = given
        for (key, text) in texts { values.append(Value(key: key, texts: [text])) }
        for (key, list) in lists { values.append(Value(key: key, texts: list.isEmpty ? nil : list, isList: true)) }
        principalAccount = account
        isServiceLinked = false
        let entity = values(lowered: "aws:principalarn")?.first ?? principal
        isServiceLinked = Self.part(5, of: entity).hasPrefix("role/aws-service-role/")
        if account != nil, let told = values(lowered: "aws:principalaccount")?.first { principalAccount = told }
    }

    private func value(lowered key: String) -> Value? { values.last { $0.key.isSpelled(key) } }

    /// The values of a key in lower case.
    func values(lowered key: String) -> [String]? { value(lowered: key)?.texts }

    /// The value of a key that has one; a list is a mistake of the policy.
    func text(_ key: String) throws(PolicyError) -> String? {
        let value = value(lowered: key.lowercased())
        guard value?.isList != true || value?.texts == nil else {
            throw PolicyError("\(key) has several values and cannot be a variable.")
        }
        return value?.texts?.first
    }

    var isService: Bool {
        principal.hasSuffix(".amazonaws.com") || principal.hasSuffix(".amazonaws.com.cn")
            || principal.hasSuffix(".aws.internal")
    }

    var resourceAccount: String? { values(lowered: "aws:resourceaccount")?.first }

    /// One of the six parts of an ARN, counted from 0; empty where it has fewer.
    private static func part(_ index: Int, of arn: String) -> Substring {
        var rest = arn[...]
        for _ in 0..<index {
            guard let colon = rest.utf8.firstIndex(of: UInt8(ascii: ":")) else { return "" }
            rest = rest[rest.utf8.index(after: colon)...]
        }
        return index == 5 ? rest : halves(rest, at: ":").0
    }

    /// What AWS puts into every request, and the account of the principal, where it has one.
    private static func given(_ principal: String, _ resource: String) -> ([Value], account: String?) {
        var given: [Value] = []
        var caller: String?
        func add(_ key: String, _ text: String) { given.append(Value(key: key, texts: [text])) }
        if principal.hasPrefix("arn:") {
            let account = String(part(4, of: principal))
            let (kind, rest) = halves(part(5, of: principal), at: "/")
            add("aws:principalisawsservice", "false")
            let isSession = kind == "assumed-role"
            let role = isSession ? "arn:\(part(1, of: principal)):iam::\(account):role/\(halves(rest, at: "/").0)" : nil
            add("aws:principalarn", role ?? principal)
            add("aws:principalaccount", account)
            add("aws:principaltype", Self.kinds[kind] ?? "AssumedRole")
            caller = account
        } else if principal != "anonymous" {
            add("aws:principalisawsservice", "true")
            add("aws:principalservicename", principal)
        }
        let owner = part(4, of: resource)
        if owner.utf8.count == 12, owner.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            add("aws:resourceaccount", String(owner))
        }
        return (given, caller)
    }

    private static let kinds: [Substring: String] = [
        "user": "User", "federated-user": "FederatedUser", "root": "Account",
    ]

    /// What stands before and after the first such character.
    private static func halves(_ text: Substring, at separator: Unicode.Scalar) -> (Substring, Substring) {
        guard let cut = text.unicodeScalars.firstIndex(of: separator) else { return (text, "") }
        return (text[..<cut], text[text.unicodeScalars.index(after: cut)...])
    }
}

extension String {
    /// Whether it is this text of lower-case letters, whatever the case of its own.
    fileprivate func isSpelled(_ lowered: String) -> Bool {
        utf8.count == lowered.utf8.count
            && zip(utf8, lowered.utf8).allSatisfy { $0 == $1 || ($0 | 0x20 == $1 && 0x61...0x7A ~= $1) }
    }
}
