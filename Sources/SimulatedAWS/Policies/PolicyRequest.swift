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
        let content: Content
    }

    private enum Content: Hashable {
        case text(String)
        case list([String])
        /// Takes away what stands before.
        case nothing

        var texts: [String]? {
            switch self {
            case .text(let text): [text]
            case .list(let texts): texts
            case .nothing: nil
            }
        }
    }

    /// A value of several texts is one of `lists`; an empty one is not there, and takes away what AWS would put in.
    package init(
        principal: String, action: String, resource: String = "*",
        texts: some Collection<(key: String, value: String)> = [:] as [String: String], lists: [String: [String]] = [:]
    ) {
        self.principal = principal
        self.action = action
        self.resource = resource
        loweredAction = action.lowercased()
        let (given, account) = Self.given(principal, resource)
        values = given
        values.reserveCapacity(given.count + texts.count + lists.count)
        for (key, text) in texts { values.append(Value(key: key, content: .text(text))) }
        for (key, list) in lists { values.append(Value(key: key, content: list.isEmpty ? .nothing : .list(list))) }
        principalAccount = account
        isServiceLinked = false
        let entity = values(lowered: "aws:principalarn")?.first ?? principal
        isServiceLinked = Self.parts(entity)[5].utf8.starts(with: "role/aws-service-role/".utf8)
        if account != nil, let told = values(lowered: "aws:principalaccount")?.first { principalAccount = told }
    }

    private func content(lowered key: String) -> Content { values.last { $0.key.isSpelled(key) }?.content ?? .nothing }

    /// The values of a key in lower case.
    func values(lowered key: String) -> [String]? { content(lowered: key).texts }

    /// Whether a key in lower case has exactly this one value.
    func has(_ text: String, lowered key: String) -> Bool {
        switch content(lowered: key) {
        case .text(let only): only == text
        case .list(let texts): texts == [text]
        case .nothing: false
        }
    }

    /// The value of a key that has one; a list is a mistake of the policy.
    func text(_ key: String) throws(PolicyError) -> String? {
        switch content(lowered: key.lowercased()) {
        case .text(let text): return text
        case .list: throw PolicyError("\(key) has several values and cannot be a variable.")
        case .nothing: return nil
        }
    }

    var isService: Bool {
        principal.hasSuffix(".amazonaws.com") || principal.hasSuffix(".amazonaws.com.cn")
            || principal.hasSuffix(".aws.internal")
    }

    var resourceAccount: String? { values(lowered: "aws:resourceaccount")?.first }

    /// The six parts of an ARN; empty where it has fewer.
    private static func parts(_ arn: String) -> [Substring] {
        var parts: [Substring] = []
        parts.reserveCapacity(6)
        var rest = arn[...]
        while parts.count < 5 {
            let (part, others) = halves(rest, at: ":")
            parts.append(part)
            rest = others
        }
        parts.append(rest)
        return parts
    }

    /// What AWS puts into every request, and the account of the principal, where it has one.
    private static func given(_ principal: String, _ resource: String) -> ([Value], account: String?) {
        var given: [Value] = []
        var caller: String?
        func add(_ key: String, _ text: String) { given.append(Value(key: key, content: .text(text))) }
        if principal.hasPrefix("arn:") {
            let parts = parts(principal)
            let account = String(parts[4])
            let (kind, rest) = halves(parts[5], at: "/")
            add("aws:principalisawsservice", "false")
            let isSession = kind == "assumed-role"
            let role = isSession ? "arn:\(parts[1]):iam::\(account):role/\(halves(rest, at: "/").0)" : nil
            add("aws:principalarn", role ?? principal)
            add("aws:principalaccount", account)
            add("aws:principaltype", Self.kinds[kind] ?? "AssumedRole")
            caller = account
        } else if principal != "anonymous" {
            add("aws:principalisawsservice", "true")
            add("aws:principalservicename", principal)
        }
        let owner = resource == "*" ? "" : parts(resource)[4]
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
        let byte = UInt8(ascii: separator)
        let found = text.utf8.withContiguousStorageIfAvailable { bytes in
            bytes.firstIndex(of: byte).map { text.utf8.index(text.startIndex, offsetBy: $0) }
        }
        guard let cut = found ?? text.utf8.firstIndex(of: byte) else { return (text, "") }
        return (text[..<cut], text[text.utf8.index(after: cut)...])
    }
}

extension String {
    /// Whether it is this text of lower-case letters, whatever the case of its own.
    fileprivate func isSpelled(_ lowered: String) -> Bool {
        guard utf8.count == lowered.utf8.count else { return false }
        return self == lowered
            || zip(utf8, lowered.utf8).allSatisfy { $0 == $1 || ($0 | 0x20 == $1 && 0x61...0x7A ~= $1) }
    }
}
