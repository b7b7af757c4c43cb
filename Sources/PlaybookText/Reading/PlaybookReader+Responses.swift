import Playbook
import ActionKit
import JSON

extension PlaybookReader {
    /// `approval` is what the rule demands for all of them, and `place` where it says so.
    mutating func responses(
        _ member: YAMLNode.Member?, _ approval: ApprovalDemand?, at place: Position
    ) -> [RuleResponse] {
        var responses: [RuleResponse] = []
        var destroying: [(action: String, position: Position, why: String)] = []
        var actions: [(id: String, position: Position)] = []
        for node in elements(member, of: "respond") {
            guard let (id, position, everything) = action(node) else { continue }
            let given = everything.filter { $0.name != Self.approvalKey }
            actions.append((id, position))
            guard let manifest = manifests[id] else {
                let advice = Spelling.advice(id, known: Array(manifests.keys))
                let meant = Spelling.correction(of: id, in: Array(manifests.keys))
                fail(
                    .unknownAction, position, "There is no action \(id.quoted). \(advice)",
                    fix: meant.flatMap { source.replacing(id, at: position, with: $0) })
                continue
            }
            let demand = demand(everything.first { $0.name == Self.approvalKey }, manifest)
            guard let options = options(given, for: manifest, at: position) else { continue }
            if let why = harm(id, options) { destroying.append((id, position, why)) }
            let response = RuleResponse(action: id, options: options, approval: demand)
            if responses.contains(where: { $0.action == id && $0.options == options }) {
                fail(
                    .repeatedAction, position,
                    "\(id) stands twice in this rule with the same options; keep one of them.")
            }
            responses.append(response)
        }
        warnOfLonelyArchive(actions, member)
        checkApprovals(responses, of: approval, at: place, destroying: destroying, member)
        return responses
    }

    /// Stands among the options of every action, and belongs to none.
    private static let approvalKey = "approval"

    private mutating func demand(_ member: YAMLNode.Member?, _ manifest: Manifest) -> ApprovalDemand? {
        guard let member else { return nil }
        guard manifest.phase == .contain else {
            fail(.approvalTerms, member.position, "\(manifest.id) changes nothing that people would have to approve.")
            return nil
        }
        return approval(member)
    }

    /// A finding is archived only once people were told of it.
    private mutating func warnOfLonelyArchive(
        _ actions: [(id: String, position: Position)], _ respond: YAMLNode.Member?
    ) {
        let phases = actions.compactMap { manifests[$0.id]?.phase }
        guard !phases.contains(.notify), let archive = actions.first(where: { manifests[$0.id]?.phase == .archive })
        else { return }
        warn(
            .lonelyArchive, archive.position,
            "\(archive.id) acts only after people were told, and this rule tells nobody; add - notify",
            fix: respond.flatMap { source.appending("notify", to: $0.value) })
    }

    /// An entry of `respond`: an id, or a mapping of one id to its options.
    private mutating func action(_ node: YAMLNode) -> (id: String, position: Position, given: [YAMLNode.Member])? {
        if let id = node.exactText { return (id, node.position, []) }
        guard case .map(let members) = node.content, let first = members.first else {
            fail(.wrongKind, node.position, "An entry of respond must be the id of an action, but is \(node.kind).")
            return nil
        }
        guard members.count == 1 else {
            let isOutdented = first.value.isNull && members.dropFirst().allSatisfy { manifests[$0.name] == nil }
            fail(
                .wrongKind, members[1].position,
                isOutdented
                    ? "\(members[1].name.quoted) stands beside the action; indent the options of \(first.name)."
                    : "An entry of respond has one action; begin the next one with \"- \".")
            return nil
        }
        switch first.value.content {
        case .map(let given): return (first.name, first.position, given)
        case .scalar where first.value.isNull: return (first.name, first.position, [])
        case .scalar, .list:
            fail(
                .wrongKind, first.value.position,
                "The options of \(first.name) must be a mapping, but are \(first.value.kind).")
            return nil
        }
    }

    private mutating func options(
        _ given: [YAMLNode.Member], for manifest: Manifest, at position: Position
    ) -> Options? {
        let before = errors.count
        var values: [String: JSONValue] = [:]
        let known = manifest.options.map(\.name)
        for member in given {
            guard let option = manifest.options.first(where: { $0.name == member.name }) else {
                let advice = known.isEmpty ? "It takes no options." : Spelling.advice(member.name, known: known)
                let meant = Spelling.correction(of: member.name, in: known)
                    .flatMap { meant in given.contains { $0.name == meant } ? nil : meant }
                fail(
                    .badOption, member.position, "\(manifest.id) has no option \(member.name.quoted). \(advice)",
                    fix: meant.flatMap { source.replacing(member.name, at: member.position, with: $0) })
                continue
            }
            guard let value = json(member.value) else { continue }
            if option.kind == .parameters { checkPaths(member.value) }
            values[member.name] = value
            check(member, option, value, manifest)
        }
        for option in manifest.options
        where option.standard == nil && !given.contains(where: { $0.name == option.name }) {
            fail(.badOption, position, "\(manifest.id) needs the option \"\(option.name)\": \(option.help)")
        }
        guard errors.count == before else { return nil }
        do throws(Options.Mistake) {
            let options = try Options(values, for: manifest)
            try checkAction(manifest.id, options)
            return options
        } catch {
            fail(.badOption, given.first { $0.name == error.option }?.position ?? position, error.description)
            return nil
        }
    }

    /// Checks one option alone, so that the mistakes of all are found.
    private mutating func check(
        _ member: YAMLNode.Member, _ option: Manifest.Option, _ value: JSONValue, _ manifest: Manifest
    ) {
        let alone = Manifest(
            id: manifest.id, summary: manifest.summary, phase: manifest.phase, harm: manifest.harm, writes: [],
            options: [option])
        do {
            _ = try Options([option.name: value], for: alone)
        } catch {
            var advice = ""
            var fix: TextFix?
            if case .scalar(let scalar) = member.value.content, scalar.isOldFlag, option.kind == .flag {
                advice = " YAML 1.2 takes \(scalar.text) for a text; write true or false."
                let isSet = ["yes", "on", "y"].contains(scalar.text.lowercased())
                fix = source.replacing(scalar.text, at: member.value.position, with: isSet ? "true" : "false")
            } else if case .value(.number) = member.value.scalarType, option.kind == .text {
                advice = " Put it in quotes."
                fix = source.quoting(member.value)
            } else if case .value(.string) = member.value.scalarType, option.kind == .texts {
                advice = " Put it in brackets."
            }
            fail(.badOption, member.position, error.description + advice, fix: fix)
        }
    }

    /// Notes JSON paths in parameters that are malformed.
    private mutating func checkPaths(_ node: YAMLNode) {
        switch node.content {
        case .scalar:
            guard let text = node.exactText, text.hasPrefix("$") else { return }
            do {
                _ = try JSONPath(text)
            } catch {
                fail(.malformedPath, node.position, "\(text.quoted) is not a JSON path: \(error.reason).")
            }
        case .list(let elements): for element in elements { checkPaths(element) }
        case .map(let members): for member in members { checkPaths(member.value) }
        }
    }

    /// The JSON value of a node; values that JSON does not have are noted.
    private mutating func json(_ node: YAMLNode) -> JSONValue? {
        switch node.content {
        case .scalar(let scalar):
            switch scalar.typed {
            case .value(let value): return value
            case .mistake(let sentence):
                fail(.noValue, node.position, "Here \(sentence).", fix: source.quoting(node))
                return nil
            }
        case .list(let elements):
            let values = elements.map { json($0) }
            return values.contains(nil) ? nil : .array(values.compactMap { $0 })
        case .map(let members):
            var values: [String: JSONValue] = [:]
            for member in members { values[member.name] = json(member.value) }
            return values.count == members.count ? .object(values) : nil
        }
    }
}

extension YAMLNode {
    fileprivate var scalarType: YAMLScalar.Typed? {
        guard case .scalar(let scalar) = content else { return nil }
        return scalar.typed
    }
}
