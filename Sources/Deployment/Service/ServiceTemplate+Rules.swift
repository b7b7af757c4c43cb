import AWSClient
/// A rule of AWS's own that watches for what the playbook answers.
struct ManagedRule {
    let id: String
    let identifier: String
    let type: String
    let sentence: String
    /// Parameter of the stack with the id of a KMS key that must be used; nil where the rule takes none.
    var key: String?
    /// The rule's own name for that parameter.
    var keyName = ""

    static let all = [
        ManagedRule(
            id: "BucketEncryption", identifier: "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED", type: "AWS::S3::Bucket",
            sentence: "Buckets encrypt by default."),
        ManagedRule(
            id: "BucketPublicRead", identifier: "S3_BUCKET_PUBLIC_READ_PROHIBITED", type: "AWS::S3::Bucket",
            sentence: "Buckets cannot be read by everybody."),
        ManagedRule(
            id: "BucketPublicWrite", identifier: "S3_BUCKET_PUBLIC_WRITE_PROHIBITED", type: "AWS::S3::Bucket",
            sentence: "Buckets cannot be written by everybody."),
        ManagedRule(
            id: "EncryptedVolumes", identifier: "ENCRYPTED_VOLUMES", type: "AWS::EC2::Volume",
            sentence: "Attached volumes are encrypted.", key: "VolumesKmsId", keyName: "kmsId"),
        ManagedRule(
            id: "DatabaseEncryption", identifier: "RDS_STORAGE_ENCRYPTED", type: "AWS::RDS::DBInstance",
            sentence: "Databases are encrypted.", key: "DatabasesKmsKeyId", keyName: "kmsKeyId"),
    ]

    var parameter: String { "Watch\(id)" }

    var questions: [(String, Template.Parameter)] {
        var questions = [(parameter, Template.Parameter.flag("Whether \(identifier) is watched.", true))]
        if let key {
            questions.append(
                (
                    key,
                    Template.Parameter(
                        description: "Id or ARN of the KMS key that \(identifier) asks for; empty for any.",
                        standard: "", pattern: "[A-Za-z0-9:/_-]{0,256}", hint: "The id or ARN of a key, or nothing.")
                ))
        }
        return questions
    }
}

extension ServiceTemplate {
    /// P1.7: the five managed rules, each with its switch.
    ///
    /// They need a recorder: this stack's, or one that is there.
    func managedRules(_ template: inout Template) {
        for rule in ManagedRule.all {
            template.condition(rule.parameter, isTrue: rule.parameter)
            var parameters: CloudNode?
            if let key = rule.key {
                template.condition("Names\(key)", ["Fn::Not": [["Fn::Equals": [.ref(key), ""]]]])
                parameters = .when("Names\(key)", .map([CloudNode.Member(rule.keyName, .ref(key))]))
            }
            template.add(
                rule.id, "AWS::Config::ConfigRule", condition: rule.parameter,
                .members(
                    ("ConfigRuleName", .text(rule.identifier)), ("Description", .text(rule.sentence)),
                    ("Scope", ["ComplianceResourceTypes": [.text(rule.type)]]), ("InputParameters", parameters),
                    ("Source", ["Owner": "AWS", "SourceIdentifier": .text(rule.identifier)])))
        }
    }

    /// P1.8: the custom rule, in Quell's own function; the only part that needs the zip in this account's reach.
    func customRule(_ template: inout Template) {
        template.condition("HasArtifact", ["Fn::Not": [["Fn::Equals": [.ref("ArtifactBucket"), ""]]]])
        let has = "HasArtifact"
        template.condition(
            "MakesRuleRole", ["Fn::And": [["Condition": .text(has)], ["Condition": .text(Self.isHome)]]])
        let logs = "/aws/lambda/\(Names.configFunction)"
        template.add(
            "OpenGroupRuleLogs", "AWS::Logs::LogGroup", condition: has,
            ["LogGroupName": .text(logs), "RetentionInDays": 365])
        template.add(
            "OpenGroupRuleRole", "AWS::IAM::Role", condition: "MakesRuleRole",
            [
                "RoleName": "Quell-ConfigRule", "Path": .text(Names.path),
                "Description": "The custom Config rule reads security groups and reports on them.",
                "AssumeRolePolicyDocument": .policy(.lambdaTrust),
                "Policies": [
                    [
                        "PolicyName": "rule",
                        "PolicyDocument": .policy(
                            Statement(
                                id: "ReadAndReport",
                                actions: Set(ruleOperations.flatMap(\.iamActions)).sorted(), resources: ["*"]),
                            .logging(logs, region: "*")),
                    ]
                ],
            ])
        template.add(
            "OpenGroupRuleFunction", "AWS::Lambda::Function", condition: has, dependsOn: ["OpenGroupRuleLogs"],
            [
                "FunctionName": .text(Names.configFunction),
                "Description": "Says whether a security group is open to the internet.", "Runtime": "provided.al2023",
                "Handler": "bootstrap", "Architectures": [.ref("Architecture")], "MemorySize": 128, "Timeout": 60,
                "Role": .sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:role\(Names.path)Quell-ConfigRule"),
                "Code": ["S3Bucket": .ref("ArtifactBucket"), "S3Key": .sub("${ArtifactPrefix}\(Names.artifact)")],
                "Environment": ["Variables": ["QUELL_HANDLER": "config-rule"]],
            ])
        template.add(
            "OpenGroupRulePermission", "AWS::Lambda::Permission", condition: has,
            [
                "Action": "lambda:InvokeFunction", "FunctionName": .attribute("OpenGroupRuleFunction", "Arn"),
                "Principal": "config.amazonaws.com", "SourceAccount": .ref("AWS::AccountId"),
            ])
        template.add(
            "OpenGroupRule", "AWS::Config::ConfigRule", condition: has, dependsOn: ["OpenGroupRulePermission"],
            [
                "ConfigRuleName": .text(Names.openGroupRule),
                "Description": "Security groups do not let in large parts of the internet.",
                "Scope": ["ComplianceResourceTypes": ["AWS::EC2::SecurityGroup"]],
                "Source": [
                    "Owner": "CUSTOM_LAMBDA", "SourceIdentifier": .attribute("OpenGroupRuleFunction", "Arn"),
                    "SourceDetails": [
                        ["EventSource": "aws.config", "MessageType": "ConfigurationItemChangeNotification"],
                        ["EventSource": "aws.config", "MessageType": "OversizedConfigurationItemChangeNotification"],
                        [
                            "EventSource": "aws.config", "MessageType": "ScheduledNotification",
                            "MaximumExecutionFrequency": "TwentyFour_Hours",
                        ],
                    ],
                ],
            ])
    }
}

extension Statement {
    /// Lambda takes the role of a function; the service sends no source condition when it does.
    static let lambdaTrust = Statement(
        id: "FunctionOnly", principal: ["Service": "lambda.amazonaws.com"], actions: ["sts:AssumeRole"])

    /// Lets a function write to its own log group, which the stack makes; a role is shared by all Regions.
    static func logging(_ group: String, region: String = "${AWS::Region}") -> Statement {
        Statement(
            id: "WriteLogs", actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
            resources: [
                .sub("arn:${AWS::Partition}:logs:\(region):${AWS::AccountId}:log-group:\(group):*")
            ])
    }
}
