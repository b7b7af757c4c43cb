/// One action on one resource, as policies are asked about it.
package struct PolicyRequest: Hashable, Sendable {
    /// ARN of a user, a role, a role session or an account's root, the name of a service, or `anonymous`.
    package let principal: String
    package let action: String
    /// An ARN, or `*` for an action that has none.
    package let resource: String
    /// Values by lower-case key, with what AWS itself puts into every request.
    private let values: [String: [String]]
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
        var values = Self.given(principal, resource)
        for (key, text) in texts { values[key.lowercased()] = [text] }
        for (key, list) in lists { values[key.lowercased()] = list }
        self.values = values.filter { !$0.value.isEmpty }
        self.lists = Set(lists.keys.map { $0.lowercased() })
    }

    func values(_ key: String) -> [String]? { values[key.lowercased()] }

    /// The value of a key that has one; a list is a mistake of the policy.
    func text(_ key: String) throws(PolicyError) -> String? {
        guard !lists.contains(key.lowercased()) || values(key) == nil else {
            throw PolicyError("\(key) has several values and cannot be a variable.")
        }
        return values(key)?.first
    }

    var isService: Bool {
        principal.hasSuffix(".amazonaws.com") || principal.hasSuffix(".amazonaws.com.cn")
            || principal.hasSuffix(".aws.internal")
    }

    /// Services and anonymous callers have none.
    var principalAccount: String? {
        guard principal.hasPrefix("arn:") else { return nil }
        return values("aws:principalaccount")?.first ?? Self.parts(principal)[4]
    }

    var resourceAccount: String? { values("aws:resourceaccount")?.first }

    var isServiceLinked: Bool {
        Self.parts(values("aws:principalarn")?.first ?? principal)[5].hasPrefix("role/aws-service-role/")
    }

    private static func parts(_ arn: String) -> [String] {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        return parts + Array(repeating: "", count: 6 - parts.count)
    }

    private static func given(_ principal: String, _ resource: String) -> [String: [String]] {
        var given: [String: [String]] = [:]
        let caller = parts(principal)
        if principal.hasPrefix("arn:") {
            let (kind, rest) = halves(caller[5])
            let isSession = kind == "assumed-role"
            let role = "arn:\(caller[1]):iam::\(caller[4]):role/\(halves(rest).0)"
            let kinds = ["user": "User", "federated-user": "FederatedUser"]
            given = [
                "aws:principalisawsservice": ["false"], "aws:principalarn": [isSession ? role : principal],
                "aws:principalaccount": [caller[4]],
                "aws:principaltype": [kind == "root" ? "Account" : kinds[kind] ?? "AssumedRole"],
            ]
        } else if principal != "anonymous" {
            given = ["aws:principalisawsservice": ["true"], "aws:principalservicename": [principal]]
        }
        let owner = parts(resource)[4]
        if owner.count == 12, owner.allSatisfy(\.isNumber) { given["aws:resourceaccount"] = [owner] }
        return given
    }

    private static func halves(_ text: String) -> (String, String) {
        let halves = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return (halves.first ?? "", halves.count == 2 ? halves[1] : "")
    }
}
