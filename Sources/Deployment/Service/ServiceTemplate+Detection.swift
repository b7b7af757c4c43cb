extension ServiceTemplate {
    /// P1.5: GuardDuty, where nobody else enables it.
    func detection(_ template: inout Template) {
        template.condition("EnableGuardDuty", isTrue: "EnableGuardDuty")
        template.add(
            "Detector", "AWS::GuardDuty::Detector", condition: "EnableGuardDuty",
            ["Enable": true, "FindingPublishingFrequency": "FIFTEEN_MINUTES"])
    }

    /// P1.6: AWS Config with its bucket and topic.
    func recorder(_ template: inout Template) {
        template.condition("EnableConfig", isTrue: "EnableConfig")
        template.condition("NamesBucket", ["Fn::Not": [["Fn::Equals": [.ref("ConfigBucketName"), ""]]]])
        template.condition("WantsTopic", ["Fn::Not": [["Fn::Equals": [.ref("ConfigTopicName"), ""]]]])
        template.condition(
            "MakesBucket",
            ["Fn::And": [["Condition": "EnableConfig"], ["Fn::Not": [["Condition": "NamesBucket"]]]]])
        template.condition(
            "UsesNamedBucket", ["Fn::And": [["Condition": "EnableConfig"], ["Condition": "NamesBucket"]]])
        template.condition(
            "MakesTopic", ["Fn::And": [["Condition": "EnableConfig"], ["Condition": "WantsTopic"]]])
        bucket(&template)
        topic(&template)
        template.add(
            "Recorder", "AWS::Config::ConfigurationRecorder", condition: "EnableConfig",
            [
                "Name": "default",
                "RoleARN": .sub(
                    "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/aws-service-role/config.amazonaws.com/"
                        + "AWSServiceRoleForConfig"),
                "RecordingGroup": [
                    "AllSupported": true,
                    // IAM and other global resources are recorded once, in the home Region.
                    "IncludeGlobalResourceTypes": .when(Self.isHome, true, else: false),
                ],
            ])
        // AWS Config looks at the bucket when it gets the channel, so that the policy must be there before.
        channel("Channel", to: .ref("ConfigBucket"), condition: "MakesBucket", after: ["ConfigBucketPolicy"], &template)
        channel("ChannelToNamed", to: .ref("ConfigBucketName"), condition: "UsesNamedBucket", after: [], &template)
    }

    private func channel(
        _ id: String, to bucket: CloudNode, condition: String, after: [String], _ template: inout Template
    ) {
        template.add(
            id, "AWS::Config::DeliveryChannel", condition: condition, dependsOn: after,
            ["Name": "default", "S3BucketName": bucket, "SnsTopicARN": .when("MakesTopic", .ref("ConfigTopic"))])
    }

    private func bucket(_ template: inout Template) {
        template.add(
            "ConfigBucket", "AWS::S3::Bucket", condition: "MakesBucket", isKept: true,
            [
                // A bucket's name is the world's: other Regions than the home Region have theirs in it.
                "BucketName": .when(
                    Self.isHome, .sub("config-bucket-${AWS::AccountId}"),
                    else: .sub("config-bucket-${AWS::AccountId}-${AWS::Region}")),
                "BucketEncryption": [
                    "ServerSideEncryptionConfiguration": [
                        ["ServerSideEncryptionByDefault": ["SSEAlgorithm": "AES256"]]
                    ]
                ],
                "PublicAccessBlockConfiguration": [
                    "BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true,
                    "RestrictPublicBuckets": true,
                ],
                "VersioningConfiguration": ["Status": "Enabled"],
            ])
        let config: CloudNode = ["Service": "config.amazonaws.com"]
        let own = [Statement.Condition("StringEquals", "aws:SourceAccount", .ref("AWS::AccountId"))]
        template.add(
            "ConfigBucketPolicy", "AWS::S3::BucketPolicy", condition: "MakesBucket",
            [
                "Bucket": .ref("ConfigBucket"),
                "PolicyDocument": .policy(
                    Statement(
                        id: "LookAtTheBucket", principal: config, actions: ["s3:GetBucketAcl", "s3:ListBucket"],
                        resources: [.attribute("ConfigBucket", "Arn")], conditions: own),
                    Statement(
                        id: "Deliver", principal: config, actions: ["s3:PutObject"],
                        resources: [.sub("${ConfigBucket.Arn}/AWSLogs/${AWS::AccountId}/Config/*")],
                        conditions: own + [
                            Statement.Condition("StringEquals", "s3:x-amz-acl", "bucket-owner-full-control")
                        ]),
                    Statement(
                        id: "TLSOnly", effect: .deny, principal: "*", actions: ["s3:*"],
                        resources: [.attribute("ConfigBucket", "Arn"), .sub("${ConfigBucket.Arn}/*")],
                        conditions: [Statement.Condition("Bool", "aws:SecureTransport", "false")])),
            ])
    }

    private func topic(_ template: inout Template) {
        template.add(
            "ConfigTopic", "AWS::SNS::Topic", condition: "MakesTopic", ["TopicName": .ref("ConfigTopicName")])
        template.add(
            "ConfigTopicPolicy", "AWS::SNS::TopicPolicy", condition: "MakesTopic",
            [
                "Topics": [.ref("ConfigTopic")],
                "PolicyDocument": .policy(
                    Statement(
                        id: "ConfigPublishes", principal: ["Service": "config.amazonaws.com"],
                        actions: ["sns:Publish"], resources: [.ref("ConfigTopic")],
                        conditions: [Statement.Condition("StringEquals", "aws:SourceAccount", .ref("AWS::AccountId"))]
                    )),
            ])
    }
}
