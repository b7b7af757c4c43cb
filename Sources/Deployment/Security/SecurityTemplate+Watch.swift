import Playbook
import JSON

/// What people see: custom actions in Security Hub, alarms that nothing fails in silence, one dashboard.
extension SecurityTemplate {
    /// P5: the analysts' buttons; each has a rule of the playbook that answers it.
    func hub(_ template: inout Template) {
        for (id, name, sentence) in [
            ("IsolateEC2", "Isolate EC2", "Isolates the EC2 instance of the finding."),
            ("BlockIAMPrincipal", "Block IAM Principal", "Blocks the IAM principal of the finding."),
            ("SendSNS", "Send SNS", "Sends the finding to the alert topic."),
        ] {
            template.add(
                id, "AWS::SecurityHub::ActionTarget", condition: "HasHubActions",
                ["Id": .text(id), "Name": .text(name), "Description": .text(sentence)])
        }
    }

    private struct Alarm {
        let id: String
        let sentence: String
        let namespace: String
        let metric: String
        let dimensions: [(String, CloudNode)]
        let statistic: String
        let period: CloudNode
        let comparison: String
        let threshold: Int
        var missing = "notBreaching"
    }

    /// P2.9: a failed response, a response that does not happen, and silence.
    func alarms(_ template: inout Template) {
        let function = [("FunctionName", CloudNode.ref("Engine"))]
        let dead = [("QueueName", CloudNode.attribute("DeadLetters", "QueueName"))]
        let inbox = [("QueueName", CloudNode.attribute("Inbox", "QueueName"))]
        for alarm in [
            Alarm(
                id: "errors", sentence: "The function fails.", namespace: "AWS/Lambda", metric: "Errors",
                dimensions: function, statistic: "Sum", period: 60, comparison: "GreaterThanThreshold", threshold: 0),
            Alarm(
                id: "throttles", sentence: "More responses are wanted than may run at the same time.",
                namespace: "AWS/Lambda", metric: "Throttles", dimensions: function, statistic: "Sum", period: 300,
                comparison: "GreaterThanThreshold", threshold: 0),
            Alarm(
                id: "failed-responses", sentence: "A response failed.", namespace: Names.metrics, metric: "Failed",
                dimensions: [], statistic: "Sum", period: 60, comparison: "GreaterThanThreshold", threshold: 0),
            Alarm(
                id: "age", sentence: "An event has waited for more than a minute.", namespace: "AWS/SQS",
                metric: "ApproximateAgeOfOldestMessage", dimensions: inbox, statistic: "Maximum", period: 60,
                comparison: "GreaterThanThreshold", threshold: 60),
            Alarm(
                id: "dead-letters", sentence: "An event could not be answered. Look at it, then send it again.",
                namespace: "AWS/SQS", metric: "ApproximateNumberOfMessagesVisible", dimensions: dead,
                statistic: "Maximum", period: 60, comparison: "GreaterThanThreshold", threshold: 0),
            Alarm(
                id: "silence", sentence: "No event came for a long time. Are findings still forwarded?",
                // Only events that came are timed; the function runs on its own schedules as well.
                namespace: Names.metrics, metric: "DurationMs", dimensions: [], statistic: "SampleCount", period: 3_600,
                comparison: "LessThanThreshold", threshold: 1, missing: "breaching"),
        ] {
            template.add(
                ResponseRoles.logicalID(alarm.id) + "Alarm", "AWS::CloudWatch::Alarm",
                .members(
                    ("AlarmName", .text("quell-\(alarm.id)")), ("AlarmDescription", .text(alarm.sentence)),
                    ("Namespace", .text(alarm.namespace)), ("MetricName", .text(alarm.metric)),
                    (
                        "Dimensions",
                        alarm.dimensions.isEmpty
                            ? nil : .list(alarm.dimensions.map { ["Name": .text($0.0), "Value": $0.1] })
                    ),
                    ("Statistic", .text(alarm.statistic)), ("Period", alarm.period),
                    ("EvaluationPeriods", alarm.id == "silence" ? .ref("SilenceHours") : 1),
                    ("ComparisonOperator", .text(alarm.comparison)), ("Threshold", .number(alarm.threshold)),
                    ("TreatMissingData", .text(alarm.missing)), ("AlarmActions", [.ref("Alerts")])))
        }
    }

    /// Per rule what matched and was delivered; the queue; the function; outcomes.
    func dashboard(_ template: inout Template) {
        func widget(_ title: String, _ x: Int, _ y: Int, _ metrics: [JSONValue]) -> JSONValue {
            [
                "type": "metric", "x": .number("\(x)"), "y": .number("\(y)"), "width": 12, "height": 6,
                "properties": [
                    "title": .string(title), "region": "${AWS::Region}", "stat": "Sum", "period": 300,
                    "metrics": .array(metrics),
                ],
            ]
        }
        func events(_ metric: String) -> [JSONValue] {
            playbook.rules.map { rule in
                isOfHub(rule)
                    ? ["AWS/Events", .string(metric), "RuleName", .string("quell-\(rule.name)")]
                    : [
                        "AWS/Events", .string(metric), "EventBusName", .string(Names.bus), "RuleName",
                        .string("quell-\(rule.name)"),
                    ]
            }
        }
        let body: JSONValue = [
            "widgets": [
                widget("Events matched, by rule", 0, 0, events("MatchedEvents")),
                widget("Deliveries failed, by rule", 12, 0, events("FailedInvocations")),
                widget(
                    "Inbox and dead letters", 0, 6,
                    [Names.inbox, Names.deadLetters].map { queue in
                        ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", .string(queue)]
                    }),
                widget(
                    "Function", 12, 6,
                    ["Invocations", "Errors", "Throttles"].map { metric in
                        ["AWS/Lambda", .string(metric), "FunctionName", .string(Names.function)]
                    }),
            ]
        ]
        template.add(
            "Dashboard", "AWS::CloudWatch::Dashboard",
            ["DashboardName": "Quell", "DashboardBody": .sub(body.description)])
    }
}
