import EventPattern
import JSON

extension ApprovalDemand {
    var compiled: JSONValue {
        var members: [String: JSONValue] = ["seconds": .number("\(seconds)"), "people": .number("\(people)")]
        members["unless"] = (unless?.text).map(JSONValue.string)
        members["escalate"] = escalate.map(JSONValue.string)
        return .object(members)
    }

    /// nil only where nothing is demanded: a demand that cannot be read must not be lost.
    static func read(
        compiled json: JSONValue?, of what: String
    ) throws(Playbook.CompiledMistake) -> ApprovalDemand? {
        guard let json else { return nil }
        guard let members = json.object, let seconds = members["seconds"]?.int, let people = members["people"]?.int,
            (shortest...longest).contains(seconds), (1...2).contains(people),
            members.keys.allSatisfy({ ["seconds", "people", "unless", "escalate"].contains($0) }),
            members["unless"].map({ $0.string != nil }) ?? true, members["escalate"].map({ $0.string != nil }) ?? true
        else { throw Playbook.CompiledMistake("The approval of \(what) is none that this build knows.") }
        var unless: Exemption?
        if let text = members["unless"]?.string {
            do throws(PatternError) {
                unless = Exemption(pattern: try EventPattern(text), text: text)
            } catch {
                throw Playbook.CompiledMistake(
                    "The pattern of \"unless\" of the approval of \(what) is not valid: \(error.reason).")
            }
        }
        return ApprovalDemand(
            unless: unless, seconds: seconds, people: people, escalate: members["escalate"]?.string)
    }
}
