import JSON
import AWSClient
import ActionKit
import Playbook

/// The stack of the security account: bus, rules, queue, function, journal, alerts, alarms.
///
/// It is the only stack that a changed playbook changes.
struct SecurityTemplate {
    let playbook: Playbook
    let roles: ResponseRoles
    let topology: Topology
    /// What the engine may do with the journal's table.
    let journalActions: [String]
    /// What the engine reads with its own credentials.
    let homeReads: [Operation]

    func template() throws(SynthesisMistake) -> Template {
        var template = Template(
            "Quell security account: receives findings, responds in the accounts they are about, alerts, and keeps the "
                + "journal.")
        ask(&template)
        alerts(&template)
        queues(&template)
        bus(&template)
        try rules(&template)
        tending(&template)
        sweep(&template)
        journal(&template)
        engine(&template)
        responseRoles(&template)
        operators(&template)
        hub(&template)
        alarms(&template)
        dashboard(&template)
        template.output("BusArn", "Where service accounts put events.", .attribute("Bus", "Arn"))
        template.output("AlertsTopic", "Subscribe to it.", .ref("Alerts"))
        template.output(
            "EngineRole", "The role that the response roles trust.", .attribute("EngineRole", "Arn"))
        template.output("InboxURL", "quell approvals approve --queue URL", .ref("Inbox"))
        template.output("JournalTable", "quell journal list --journal dynamodb:TABLE", .ref("Journal"))
        return template
    }

    private func ask(_ template: inout Template) {
        typealias Parameter = Template.Parameter
        template.ask(
            "Organization",
            [
                ("OrganizationId", .organization), ("ResponseRoleName", .role(topology.responseRole)),
                ("PermissionsBoundary", .boundary),
            ])
        var responses: [(String, Template.Parameter)] = [
            (
                "Halt",
                .flag("Whether no change is made: the kill switch of the stack, beside quell halt.", false)
            ),
            (
                "ExceptionTag",
                Parameter(
                    description: "Tag key of approved exceptions. After a change, run quell synth with a playbook that "
                        + "says the same, so that roles and policies guard the same key.",
                    standard: .text(playbook.exceptionTag), pattern: "[A-Za-z0-9 _.:/=+@-]{1,128}",
                    hint: "A tag key of 1 to 128 characters.")
            ),
            (
                "AllowedIPv4Range",
                Parameter(
                    description: "Range that takes the place of open IPv4 ranges; empty for the playbook's.",
                    standard: .text(option("safe-ipv4") ?? "172.31.0.0/16"), pattern: "^$|[0-9.]+/[0-9]{1,2}",
                    hint: "A range such as 172.31.0.0/16.")
            ),
            (
                "AllowedIPv6Range",
                Parameter(
                    description: "Range that takes the place of open IPv6 ranges; empty for the playbook's.",
                    standard: .text(option("safe-ipv6") ?? "fe80::/10"), pattern: "^$|[0-9a-fA-F:]+/[0-9]{1,3}",
                    hint: "A range such as fe80::/10.")
            ),
        ]
        for override in overrides {
            responses.append(
                (
                    override.parameter,
                    Parameter(
                        type: "CommaDelimitedList",
                        description: "GuardDuty finding types for rule \(override.rule), in place of the playbook's; "
                            + "empty for the playbook's.", standard: "")
                ))
        }
        template.ask("Responses", responses)
        template.ask(
            "Alerts",
            [
                (
                    "AlertEmail",
                    Parameter(
                        description: "Address that alerts are sent to; empty to subscribe later.", standard: "",
                        pattern: "^$|[^@ ]+@[^@ ]+", hint: "An e-mail address, or nothing.")
                ),
                (
                    "OperatorPrincipals",
                    Parameter(
                        type: "CommaDelimitedList",
                        description:
                            "ARNs of the roles or users who may undo and read the journal, with MFA; empty for "
                            + "nobody.", standard: "")
                ),
                (
                    "SilenceHours",
                    Parameter(
                        type: "Number", description: "Hours without any event after which an alarm says so.",
                        standard: 24, range: 1...24)
                ),
            ])
        template.ask("Sweep", Self.sweepParameters)
        template.ask(
            "Deployment",
            [
                ("ArtifactBucket", .bucket), ("ArtifactPrefix", .prefix(topology.artifactPrefix)),
                ("Architecture", .architecture),
                (
                    "Concurrency",
                    Parameter(
                        type: "Number", description: "Responses that run at the same time.", standard: 10,
                        range: 2...1_000)
                ),
                (
                    "ForwardOwnFindings",
                    .flag(
                        "Whether events of the security account's own default bus are answered too: those of its own "
                            + "resources, and those that GuardDuty collects there as delegated administrator.", false)
                ),
                (
                    "SecurityHubActions",
                    .flag("Whether Security Hub, which must be enabled here, gets custom actions.", true)
                ),
            ])
        template.bounds()
        template.condition("HasEmail", ["Fn::Not": [["Fn::Equals": [.ref("AlertEmail"), ""]]]])
        template.condition(
            "HasOperators",
            ["Fn::Not": [["Fn::Equals": [["Fn::Join": ["", .ref("OperatorPrincipals")]], ""]]]])
        template.condition("ForwardsOwnFindings", isTrue: "ForwardOwnFindings")
        template.condition("HasHubActions", isTrue: "SecurityHubActions")
    }

    /// The value that the playbook's first response with the option gives it.
    private func option(_ name: String) -> String? {
        playbook.rules.flatMap(\.respond).lazy.compactMap { $0.options.given[name]?.string }.first
    }
}
