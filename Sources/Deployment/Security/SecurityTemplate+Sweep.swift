import AWSClient
import Playbook

/// What makes the engine look for what no event told it of.
extension SecurityTemplate {
    static let sweepParameters: [(String, Template.Parameter)] = [
        (
            "SweepAccounts",
            Template.Parameter(
                type: "CommaDelimitedList",
                description: "Accounts to sweep for missed findings beside this one, which sees those of all "
                    + "members of its GuardDuty; empty for none.", standard: "")
        ),
        (
            "SweepRegions",
            Template.Parameter(
                type: "CommaDelimitedList", description: "Regions to sweep; empty for that of this stack.",
                standard: "")
        ),
        (
            "ConfigAggregator",
            Template.Parameter(
                description: "Name of an aggregator of AWS Config in this account, by which broken rules of all "
                    + "accounts are swept; empty for none.", standard: "", pattern: "[A-Za-z0-9_-]{0,256}",
                hint: "The name of an aggregator, or nothing.")
        ),
    ]

    static let sweepVariables: [CloudNode.Member] = [
        CloudNode.Member("QUELL_SWEEP_ACCOUNTS", ["Fn::Join": [",", .ref("SweepAccounts")]]),
        CloudNode.Member("QUELL_SWEEP_REGIONS", ["Fn::Join": [",", .ref("SweepRegions")]]),
        CloudNode.Member("QUELL_CONFIG_AGGREGATOR", .ref("ConfigAggregator")),
    ]

    func sweep(_ template: inout Template) {
        template.condition("HasAggregator", ["Fn::Not": [["Fn::Equals": [.ref("ConfigAggregator"), ""]]]])
        template.add(
            "SweepSchedule", "AWS::Events::Rule",
            [
                "Name": .text(Names.sweepRule), "Description": "Has the engine look for what no event told it of.",
                "ScheduleExpression": "rate(15 minutes)", "State": "ENABLED",
                "Targets": [
                    [
                        "Id": "Inbox", "Arn": .attribute("Inbox", "Arn"), "Input": .text(#"{"quell":"sweep"}"#),
                        // A sweep that could not be delivered is made up for by the next.
                        "RetryPolicy": ["MaximumEventAgeInSeconds": 900, "MaximumRetryAttempts": 3],
                    ]
                ],
            ])
    }

    /// The engine asks the aggregator with its own credentials.
    var sweepPolicy: CloudNode {
        .when(
            "HasAggregator",
            [
                "PolicyName": "sweep",
                "PolicyDocument": .policy(
                    Statement(
                        id: "AskAggregator", actions: homeReads.flatMap(\.iamActions).sorted(),
                        resources: [
                            .sub(
                                "arn:${AWS::Partition}:config:${AWS::Region}:${AWS::AccountId}:config-aggregator/*")
                        ])),
            ])
    }
}
