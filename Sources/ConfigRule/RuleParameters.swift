import ActionKit
import Actions
import JSON

/// The parameters of the rule: options of `ec2.confine-security-group` under the same names.
///
/// AWS Config keeps parameters as texts, so `"80, 443"` stands for a list.
enum RuleParameters {
    static func openness(_ parameters: EventPart?) throws(ConfigRuleError) -> Openness {
        var given: [String: JSONValue] = [:]
        for (name, value) in (parameters?.json.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard Openness.options.contains(name) else {
                let known = Openness.options.joined(separator: ", ")
                throw ConfigRuleError(.badParameter, "The rule has no parameter \"\(name)\". It knows: \(known).")
            }
            given[name] = try list(value, name)
        }
        do throws(Options.Mistake) {
            return try Openness(Options(given, for: ConfineSecurityGroup.manifest))
        } catch {
            throw ConfigRuleError(.badParameter, error.description)
        }
    }

    private static func list(_ value: JSONValue, _ name: String) throws(ConfigRuleError) -> JSONValue {
        guard let text = value.string else { return value.int == nil ? value : [value] }
        var numbers: [JSONValue] = []
        for word in text.split(separator: ",") {
            guard let number = Int(word.filter { $0 != " " }) else {
                throw ConfigRuleError(
                    .badParameter,
                    "The parameter \"\(name)\" is \"\(text)\", but must be whole numbers such as 80, 443.")
            }
            numbers.append(.number(String(number)))
        }
        return .array(numbers)
    }
}
