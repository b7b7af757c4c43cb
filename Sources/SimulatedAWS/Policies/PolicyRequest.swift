/// One action on one resource, as policies are asked about it.
package struct PolicyRequest: Hashable, Sendable {
    /// ARN of a user, a role, a role session or an account's root, the name of a service, or `anonymous`.
    package let principal: String
    package let action: String
    /// An ARN, or `*` for an action that has none.
    package let resource: String
    let loweredAction: String
    /// Services and anonymous callers have none.
    let principalAccount: String?
    let isServiceLinked: Bool
    /// Values by lower-case key, with what AWS itself puts into every request.
    private var values: [String: [String]]
    /// Keys that hold a list, even of one.
    private let lists: Set<String>

    /// A value of several texts is one of `lists`; an empty one is not there, and takes away what AWS would put in.
    package init(
        principal: String, action: String, resource: String = "*", texts: [String: String] = [:],
        lists: [String: [String]] = [:]
    ) {
        self.principal = principal
        self.action = action
        self.resource = resource
        loweredAction = action.lowercased()
        self.lists = Set(lists.keys.map { $0.lowercased() })
        values = Self.given(principal, resource)
        for (key, text) in texts { values[key.lowercased()] = [text] }
        for (key, list) in lists { values[key.lowercased()] = list.isEmpty ? nil : list }
        let entity = values["aws:principalarn"]?.first ?? principal
        isServiceLinked = Self.part(5, of: entity).hasPrefix("role/aws-service-role/")
        let account = values["aws:principalaccount"]?.first ?? String(Self.part(4, of: principal))
        principalAccount = principal.hasPrefix("arn:") ? account : nil
    }

    /// The values of a key in lower case.
    func values(lowered key: String) -> [String]? { values[key] }

    /// The value of a key that has one; a list is a mistake of the policy.
    func text(_ key: String) throws(PolicyError) -> String? {
        let lowered = key.lowercased()
        guard !lists.contains(lowered) || values[lowered] == nil else {
            throw PolicyError("\(key) has several values and cannot be a variable.")
        }
        return values[lowered]?.first
    }

    var isService: Bool {
        principal.hasSuffix(".amazonaws.com") || principal.hasSuffix(".amazonaws.com.cn")
            || principal.hasSuffix(".aws.internal")
    }

    var resourceAccount: String? { values["aws:resourceaccount"]?.first }

    /// One of the six parts of an ARN, counted from 0; empty where it has fewer.
    private static func part(_ index: Int, of arn: String) -> Substring {
        var rest = arn[...]
        for _ in 0..<index {
            guard let colon = rest.utf8.firstIndex(of: UInt8(ascii: ":")) else { return "" }
            rest = rest[rest.utf8.index(after: colon)...]
        }
        return index == 5 ? rest : halves(rest, at: ":").0
    }

    private static func given(_ principal: String, _ resource: String) -> [String: [String]] {
        var given: [String: [String]] = [:]
        if principal.hasPrefix("arn:") {
            let account = part(4, of: principal)
            let (kind, rest) = halves(part(5, of: principal), at: "/")
            let role = "arn:\(part(1, of: principal)):iam::\(account):role/\(halves(rest, at: "/").0)"
            let kinds: [Substring: String] = ["user": "User", "federated-user": "FederatedUser", "root": "Account"]
            given = [
                "aws:principalisawsservice": ["false"],
                "aws:principalarn": [kind == "assumed-role" ? role : principal],
                "aws:principalaccount": [String(account)], "aws:principaltype": [kinds[kind] ?? "AssumedRole"],
            ]
        } else if principal != "anonymous" {
            given = ["aws:principalisawsservice": ["true"], "aws:principalservicename": [principal]]
        }
        let owner = part(4, of: resource)
        if owner.utf8.count == 12, owner.allSatisfy(\.isNumber) { given["aws:resourceaccount"] = [String(owner)] }
        return given
    }

    /// What stands before and after the first such character.
    private static func halves(_ text: Substring, at separator: Unicode.Scalar) -> (Substring, Substring) {
        guard let cut = text.unicodeScalars.firstIndex(of: separator) else { return (text, "") }
        return (text[..<cut], text[text.unicodeScalars.index(after: cut)...])
    }
}
