import Playbook

extension Lint {
    static let topologyValue = Lint(
        "QL014", "topology", .error,
        "A value of a topology is not what it must be.",
        why: "Templates that are made from it would name accounts, Regions or roles that are not there.",
        fix: "Write the value as the message says; [deployment](../deployment.md) lists them all.")
}
