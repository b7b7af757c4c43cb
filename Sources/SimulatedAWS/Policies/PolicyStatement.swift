import JSON

/// The policy cannot be evaluated: it is malformed, or uses what this evaluator does not know.
package struct PolicyError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

/// One statement of a policy; nil stands for an element that is not there.
///
/// A class, as each call walks through many of them.
final class PolicyStatement: Sendable {
    struct Condition {
        let spelling: String
        /// An unknown operator is an error of the requests that the statement is about, and of no others.
        let test: Result<ConditionTest, PolicyError>
        let key: String
        let loweredKey: String
        let wanted: [String]

        init(spelling: String, key: String, wanted: [String]) {
            (self.spelling, self.key, self.wanted) = (spelling, key, wanted)
            test = Result { () throws(PolicyError) in try ConditionTest(spelling) }
            loweredKey = key.lowercased()
        }
    }

    /// A text that stands for resources, with its pattern made once where no variable changes it from request to request.
    struct Resource {
        let text: String
        let pattern: WildcardPattern?

        init(_ text: String, hasVariables: Bool) {
            self.text = text
            pattern = hasVariables && text.utf8.contains(UInt8(ascii: "$")) ? nil : WildcardPattern(resource: text)
        }
    }

    /// A text in lower case that stands for actions, with its pattern where it has wildcards.
    struct Action {
        private let text: String
        private let pattern: WildcardPattern?

        init(_ text: String) {
            self.text = text.lowercased()
            pattern = WildcardPattern.isWild(text) ? WildcardPattern(self.text) : nil
        }

        func matches(lowered action: String) -> Bool {
            text == "*" || text == action || pattern?.matches(action) ?? false
        }
    }

    struct Named: Hashable {
        let kind: String
        let name: String
    }

    let sid: String?
    let denies: Bool
    let actions: [Action]?
    let otherActions: [Action]?
    let resources: [Resource]?
    let otherResources: [Resource]?
    let principals: [Named]?
    let otherPrincipals: [Named]?
    let conditions: [Condition]
    let hasVariables: Bool

    var namesPrincipals: Bool { principals != nil || otherPrincipals != nil }
    var namesResources: Bool { resources != nil || otherResources != nil }

    private static let elements: Set<String> = [
        "Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition",
    ]
    private static let versions = ["2012-10-17", "2008-10-17"]
    private static let principalKinds: Set<String> = ["AWS", "Service", "Federated", "CanonicalUser"]

    /// The statements of a document.
    static func all(in document: JSONValue) throws(PolicyError) -> [PolicyStatement] {
        guard let members = document.object, let given = members["Statement"] else {
            throw PolicyError("A policy is an object with a Statement.")
        }
        let unknown = Set(members.keys).subtracting(["Version", "Id", "Statement"])
        guard unknown.isEmpty else { throw PolicyError("A policy has no element \(unknown.sorted()).") }
        let version = members["Version"]?.string ?? versions[1]
        guard versions.contains(version) else { throw PolicyError("There is no policy version \(version).") }
        var statements: [PolicyStatement] = []
        // Only the newer version has variables; in the older one `${` stands for itself.
        for each in given.array ?? [given] { statements.append(try .init(each, hasVariables: version == versions[0])) }
        return statements
    }

    private init(_ json: JSONValue, hasVariables: Bool) throws(PolicyError) {
        guard let given = json.object else { throw PolicyError("A statement is an object.") }
        let place = "Statement \(given["Sid"]?.string ?? "(no Sid)")"
        let unknown = Set(given.keys).subtracting(Self.elements)
        guard unknown.isEmpty else { throw PolicyError("\(place) has an unknown element \(unknown.sorted()).") }
        guard let effect = given["Effect"]?.string, effect == "Allow" || effect == "Deny" else {
            throw PolicyError("\(place) must have the Effect Allow or Deny.")
        }
        for name in ["Action", "Resource", "Principal"] where given[name] != nil && given["Not\(name)"] != nil {
            throw PolicyError("\(place) has both \(name) and Not\(name).")
        }
        guard given["Action"] != nil || given["NotAction"] != nil else { throw PolicyError("\(place) has no Action.") }
        sid = given["Sid"]?.string
        denies = effect == "Deny"
        actions = try Self.texts(given["Action"], "Action of \(place)")?.map(Action.init)
        otherActions = try Self.texts(given["NotAction"], "NotAction of \(place)")?.map(Action.init)
        resources = try Self.texts(given["Resource"], "Resource of \(place)")?
            .map { Resource($0, hasVariables: hasVariables) }
        otherResources = try Self.texts(given["NotResource"], "NotResource of \(place)")?
            .map { Resource($0, hasVariables: hasVariables) }
        principals = try Self.named(given["Principal"], place)
        otherPrincipals = try Self.named(given["NotPrincipal"], place)
        conditions = try Self.conditions(given["Condition"], place)
        self.hasVariables = hasVariables
    }

    private static func texts(_ json: JSONValue?, _ place: String) throws(PolicyError) -> [String]? {
        guard let json else { return nil }
        guard let texts = json.strings ?? json.string.map({ [$0] }), !texts.contains("") else {
            throw PolicyError("\(place) must be texts.")
        }
        return texts
    }

    private static func named(_ json: JSONValue?, _ place: String) throws(PolicyError) -> [Named]? {
        guard let json else { return nil }
        if json == "*" { return [Named(kind: "AWS", name: "*")] }
        guard let kinds = json.object, !kinds.isEmpty, Set(kinds.keys).isSubset(of: principalKinds) else {
            throw PolicyError("\(place) must name principals by kind, or be '*'.")
        }
        var named: [Named] = []
        for (kind, names) in kinds.sorted(by: { $0.key < $1.key }) {
            named += try texts(names, place)?.map { Named(kind: kind, name: $0) } ?? []
        }
        return named
    }

    private static func conditions(_ json: JSONValue?, _ place: String) throws(PolicyError) -> [Condition] {
        guard let json else { return [] }
        guard let operators = json.object, operators.values.allSatisfy({ $0.object != nil }) else {
            throw PolicyError("The Condition of \(place) must be operators, each with keys.")
        }
        var conditions: [Condition] = []
        for (spelling, keys) in operators.sorted(by: { $0.key < $1.key }) {
            for (key, wanted) in (keys.object ?? [:]).sorted(by: { $0.key < $1.key }) {
                var texts: [String] = []
                for each in wanted.array ?? [wanted] { texts.append(try text(each, place)) }
                conditions.append(Condition(spelling: spelling, key: key, wanted: texts))
            }
        }
        return conditions
    }

    /// JSON's true and numbers may stand for their texts in conditions.
    private static func text(_ json: JSONValue, _ place: String) throws(PolicyError) -> String {
        switch json {
        case .string(let text), .number(let text): return text
        case .bool(let flag): return flag ? "true" : "false"
        case .null, .array, .object: throw PolicyError("A condition of \(place) compares with \(json.kind).")
        }
    }
}
