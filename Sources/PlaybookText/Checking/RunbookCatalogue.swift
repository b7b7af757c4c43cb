import JSON

/// Automation runbooks of Amazon, with their parameters where those are known.
///
/// Source: the AWS Systems Manager Automation runbook reference, as of November 2026. It is far from whole: a document that
/// is not here may be there all the same.
enum RunbookCatalogue {
    static let date = "November 2026"

    static func named(_ name: String) -> Entry? { byName[name] }

    private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    struct Entry {
        let name: String
        /// Beside `AutomationAssumeRole`, the needed one first; empty where they are not known.
        let parameters: [String]
        /// Whether there are no others.
        let isWhole: Bool
        /// What a parameter takes, where it takes a few words only.
        let choices: [String: [String]]

        fileprivate init(
            _ name: String, _ parameters: [String] = [], isWhole: Bool = true, choices: [String: [String]] = [:]
        ) {
            self.name = name
            self.parameters = parameters
            self.isWhole = isWhole && !parameters.isEmpty
            self.choices = choices
        }

        /// The parameter without which it does not start; nil where that is not known.
        var needed: String? { parameters.first }
        /// All of the family refuse to start without `AutomationAssumeRole`.
        var needsRole: Bool { name.hasPrefix("AWSConfigRemediation-") }
        /// Whether it changes nothing unless it is told to.
        var triesOnly: Bool { parameters.contains("DryRun") }

        func takes(_ parameter: String) -> Bool {
            !isWhole || parameter == "AutomationAssumeRole" || parameters.contains(parameter)
        }

        /// What is wrong with a parameter as it is given; nil where nothing is, or it is not known.
        func mistake(in member: YAMLNode.Member) -> String? {
            guard takes(member.name) else {
                return
                    "\(name) has no parameter \(member.name.quoted). \(Spelling.advice(member.name, known: parameters))"
            }
            guard let words = choices[member.name] else { return nil }
            let given = [member.value.exactText].compactMap { $0 } + member.value.elements.compactMap(\.exactText)
            guard let other = given.first(where: { !$0.hasPrefix("$.") && !words.contains($0) }) else { return nil }
            return "\(member.name) of \(name) takes \(words.joined(separator: " or ")), and not \(other.quoted)."
        }
    }

    /// Runbooks that change what an action changes, by the id of the action.
    static let works = [
        "AWSSupport-ContainEC2Instance": "ec2.isolate-instance", "AWS-QuarantineEC2Instance": "ec2.isolate-instance",
        "AWS-TerminateEC2Instance": "ec2.isolate-instance",
        "AWS-CloseSecurityGroup": "ec2.confine-security-group",
        "AWS-DisablePublicAccessForSecurityGroup": "ec2.confine-security-group",
        "AWS-DisableIncomingSSHOnPort22": "ec2.confine-security-group",
        "AWSConfigRemediation-RemoveUnrestrictedSourceIngressRules": "ec2.confine-security-group",
    ]

    static let all: [Entry] = [
        .init(
            "AWSSupport-ContainEC2Instance",
            [
                "InstanceId", "Action", "DryRun", "CreateAMIBackup", "KmsKey", "BackupS3BucketName", "BackupS3KeyName",
                "BackupS3BucketAccess", "TagIdentifier", "IngressTrafficRules", "EgressTrafficRules",
            ], choices: ["Action": ["Contain", "Restore"]]),
        .init(
            "AWSSupport-ContainIAMPrincipal",
            ["PrincipalType", "PrincipalName", "Action", "DryRun", "ActivateDisabledKeys"], isWhole: false,
            choices: [
                "PrincipalType": ["IAM user", "IAM role", "Identity Center user"], "Action": ["Contain", "Restore"],
            ]),
        .init(
            "AWSSupport-ContainS3Resource",
            ["BucketName", "Action", "DryRun", "BucketKeyName", "BucketRestrictAccess"], isWhole: false,
            choices: ["Action": ["Contain", "Restore"]]),
        .init("AWS-QuarantineEC2Instance", ["InstanceId", "IsolationSecurityGroup"]),
        .init("AWS-StopEC2Instance", ["InstanceId"]),
        .init("AWS-TerminateEC2Instance", ["InstanceId"]),
        .init("AWS-ASGEnterStandby", ["InstanceId", "LambdaRoleArn"]),
        .init("AWS-CreateSnapshot", ["VolumeId", "Description"]),
        .init("AWS-CloseSecurityGroup", ["SecurityGroupId"]),
        .init("AWS-DisablePublicAccessForSecurityGroup", ["GroupId", "IpAddressToBlock"]),
        .init("AWS-DisableIncomingSSHOnPort22", ["SecurityGroupIds"]),
        .init("AWSConfigRemediation-RemoveUnrestrictedSourceIngressRules", ["SecurityGroupId"]),
        .init("AWSConfigRemediation-RemoveVPCDefaultSecurityGroupRules", ["GroupId"]),
        .init("AWS-EnableS3BucketEncryption", ["BucketName", "SSEAlgorithm"]),
        .init("AWS-DisableS3BucketPublicReadWrite", ["S3BucketName"]),
        .init(
            "AWSConfigRemediation-ConfigureS3BucketPublicAccessBlock",
            ["BucketName", "BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]),
        .init("AWSConfigRemediation-ConfigureS3PublicAccessBlock", ["AccountId"], isWhole: false),
        .init("AWSConfigRemediation-RemovePrincipalStarFromS3BucketPolicy", ["BucketName"]),
        .init("AWSConfigRemediation-DetachIAMPolicy", ["IAMResourceId"]),
        .init("AWSConfigRemediation-RevokeUnusedIAMUserCredentials", ["IAMResourceId", "MaxCredentialUsageAge"]),
        .init("AWSConfigRemediation-DisablePublicAccessToRDSInstance", ["DbiResourceId"]),
        .init("AWSConfigRemediation-EnforceEC2InstanceIMDSv2", ["InstanceId", "HttpPutResponseHopLimit"]),
        .init("AWSConfigRemediation-EnableKeyRotation", ["KeyId"]),
        .init("AWSConfigRemediation-CancelKeyDeletion", ["KeyId"]),
        .init("AWSConfigRemediation-RotateSecret", ["SecretId", "RotationInterval", "RotationLambdaArn"]),
        .init("AWS-EnableCloudTrail", ["TrailName", "S3BucketName"]),
        .init(
            "AWSSupport-ModifyEBSSnapshotPermission",
            ["SnapshotIds", "Private", "AccountIds", "AccountPermissionOperation"]),
        .init("AWSSupport-ModifyRDSSnapshotPermission", ["SnapshotIdentifiers", "Private"], isWhole: false),
        .init(
            "AWS-CreateJiraIssue",
            [
                "JiraURL", "JiraUsername", "SSMParameterName", "ProjectKey", "IssueTypeName", "IssueSummary",
                "IssueDescription",
            ], isWhole: false),
        .init("AWS-CreateServiceNowIncident"),
        .init("AWS-AttachIAMToInstance"),
        .init("AWS-ASGExitStandby"),
        .init("AWS-ConfigureS3BucketLogging"),
        .init("AWS-ConfigureS3BucketVersioning"),
        .init("AWSConfigRemediation-RestrictBucketSSLRequestsOnly"),
        .init("AWSConfigRemediation-DeleteIAMUser"),
        .init("AWSConfigRemediation-DeleteIAMRole"),
        .init("AWSConfigRemediation-RemoveUserPolicies"),
        .init("AWSConfigRemediation-ReplaceIAMInlinePolicy"),
        .init("AWS-DeleteIAMInlinePolicy"),
        .init("AWSConfigRemediation-SetIAMPasswordPolicy"),
        .init("AWSConfigRemediation-EnableAccountAccessAnalyzer"),
        .init("AWSConfigRemediation-CreateCloudTrailMultiRegionTrail"),
        .init("AWS-EnableCloudTrailCloudWatchLogs"),
        .init("AWS-EnableCloudTrailKmsEncryption"),
        .init("AWS-EnableCloudTrailLogFileValidation"),
        .init("AWS-QueryCloudTrailLogs"),
        .init("AWSSupport-EnableVPCFlowLogs"),
        .init("AWSConfigRemediation-EnableVPCFlowLogsToCloudWatch"),
        .init("AWSConfigRemediation-EnableVPCFlowLogsToS3Bucket"),
        .init("AWS-RemoveNetworkACLUnrestrictedSSHRDP"),
        .init("AWS-ReleaseElasticIP"),
        .init("AWSConfigRemediation-DisableSubnetAutoAssignPublicIP"),
        .init("AWSConfigRemediation-CreateGuardDutyDetector"),
        .init("AWSConfigRemediation-EnableEbsEncryptionByDefault"),
        .init("AWS-CreateRdsSnapshot"),
        .init("AWS-StopRdsInstance"),
        .init("AWSConfigRemediation-DeleteLambdaFunction"),
        .init("AWSConfigRemediation-MoveLambdaToVPC"),
        .init("AWSConfigRemediation-EncryptLambdaEnvironmentVariablesWithCMK"),
        .init("AWSSupport-CollectEKSInstanceLogs"),
        .init("AWS-CopySnapshot"),
        .init("AWS-CreateImage"),
        .init("AWSSupport-SendLogBundleToS3Bucket"),
        .init("AWSSupport-CopyEC2Instance"),
        .init("AWS-PublishSNSNotification"),
    ]
}

extension LintSubject {
    /// A runbook that a rule starts.
    struct Run {
        let response: Response
        let document: YAMLNode.Member
        /// Without the ARN around it.
        let name: String
        let parameters: [YAMLNode.Member]

        var known: RunbookCatalogue.Entry? { RunbookCatalogue.named(name) }
    }

    /// Every runbook of the playbook that is named by a text.
    var runbooks: [Run] {
        rules.flatMap(\.responses).compactMap { response in
            guard response.id == "ssm.start-automation", let document = response.option("document"),
                let text = document.value.exactText
            else { return nil }
            let name = text.split(separator: "/").last.map(String.init) ?? text
            return Run(
                response: response, document: document, name: name,
                parameters: response.option("parameters")?.value.members ?? [])
        }
    }
}
