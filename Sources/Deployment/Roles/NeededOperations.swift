import AWSClient
import ActionKit
import Playbook

/// What of an action a playbook can bring about: what only an option brings is left out where no rule gives the option.
struct NeededOperations {
    /// Ids of the operations that nobody calls.
    private let idle: Set<String>
    private let manifest: Manifest

    init(of manifest: Manifest, in playbook: Playbook) {
        self.manifest = manifest
        let given = playbook.rules.flatMap(\.respond).filter { $0.action == manifest.id }.map(\.options.given)
        let standards = Dictionary(
            manifest.options.map { ($0.name, $0.standard) }, uniquingKeysWith: { first, _ in first })
        let unused = manifest.onlyWith.filter { name, _ in
            !given.contains { $0[name] != nil && $0[name] != standards[name] ?? nil }
        }
        idle = Set(unused.values.joined().map(\.id))
    }

    /// IAM actions of those of the operations that are called, sorted.
    func actions(_ operations: [Operation]) -> [String] {
        Set(operations.filter { !idle.contains($0.id) }.flatMap(\.iamActions)).sorted()
    }

    /// The reading statement of a role, where it reads at all.
    func reading(_ operations: [Operation]) -> [CloudNode] {
        let actions = actions(operations)
        return actions.isEmpty ? [] : [Statement(id: "Read", actions: actions, resources: ["*"]).node]
    }

    var grants: [Grant] { narrowed(manifest.grants, to: manifest.writes) }
    var undoGrants: [Grant] { narrowed(manifest.undoGrants, to: manifest.undos) }

    /// What allows, for what is called; what denies stays whole.
    private func narrowed(_ grants: [Grant], to operations: [Operation]) -> [Grant] {
        let needed = Set(actions(operations))
        return grants.compactMap { grant in
            guard grant.effect == .allow else { return grant }
            let actions = grant.actions.filter(needed.contains)
            return actions.isEmpty ? nil : grant.allowing(actions)
        }
    }
}
