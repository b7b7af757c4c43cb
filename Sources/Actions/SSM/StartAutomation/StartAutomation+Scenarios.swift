#if DEBUG
    package import ActionKit
    import JSON

    extension StartAutomation {
        package static let scenarios: [Scenario] = [
            Scenario(
                "A bucket without default encryption is encrypted by a runbook.", event: event, options: options,
                answers: [runs([])],
                expected: .plan(["Run the runbook AWS-EnableS3BucketEncryption in account 111122223333."])),
            Scenario(
                "A central run starts in the engine's own account and targets the account of the bucket.",
                event: event,
                options: options.merging([
                    "central": true, "execution-role": "automation",
                    "assume-role": "arn:aws:iam::999999999999:role/AutomationAdministration",
                ]) { $1 },
                answers: [runs([])],
                expected: .plan(["Run the runbook AWS-EnableS3BucketEncryption in account 111122223333."])),
            Scenario(
                "A runbook may act as a role of the bucket's account.", event: event,
                options: options.merging(["assume-role": "AutomationRole"]) { $1 }, answers: [runs([])],
                expected: .plan(["Run the runbook AWS-EnableS3BucketEncryption in account 111122223333."])),
            Scenario(
                "A run of this execution that has succeeded is not started again.", event: event, options: options,
                answers: [runs(["Success"])], expected: .leaveAlone(.alreadyContained)),
            Scenario(
                "A run of this execution that goes on is not started again.", event: event, options: options,
                answers: [runs(["InProgress"])], expected: .leaveAlone(.held)),
            Scenario(
                "A run of this execution that has failed is for people.", event: event, options: options,
                answers: [runs(["Failed"])], expected: .leaveAlone(.held)),
            Scenario(
                "No runbook is started when the event does not have a parameter.", event: event,
                options: [
                    "document": "AWS-EnableS3BucketEncryption", "parameters": ["BucketName": "$.detail.bucket"],
                ],
                answers: [], expected: .leaveAlone(.held)),
            Scenario(
                "No runbook is started with a part of the event that is not one value.", event: event,
                options: [
                    "document": "AWS-EnableS3BucketEncryption",
                    "parameters": ["BucketName": ["$.detail.newEvaluationResult"]],
                ],
                answers: [], expected: .leaveAlone(.held)),
        ]

        private static let event = Scenario.config(
            rule: "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED", type: "AWS::S3::Bucket", id: "catalog")
        private static let options: [String: JSONValue] = [
            "document": "AWS-EnableS3BucketEncryption",
            "parameters": ["BucketName": "$.detail.resourceId", "SSEAlgorithm": "AES256"],
        ]

        private static func runs(_ states: [String]) -> Scenario.Answer {
            .init(
                "ssm:DescribeAutomationExecutions", [:],
                [
                    "AutomationExecutionMetadataList": .array(
                        states.map { ["AutomationExecutionStatus": .string($0)] })
                ])
        }
    }
#endif
