/// Policies of the organization that hold although an account's administrator is the attacker.
///
/// They never apply to the management account, and service control policies never to service-linked roles.
struct OrganizationPolicies {
    let exceptionTag: String
    /// Name that the response roles begin with.
    let responseRole: String
    /// What response roles may be named after: the services of all actions, those that no rule uses yet too.
    let services: [String]
    /// nil leaves the security account open for the reader to fill in.
    let securityAccount: String?

    /// Characters that AWS Organizations takes for one service control policy.
    static let limit = 5_120

    private static let quell = "arn:aws:iam::*:role/quell/*"
    private static let admins = "arn:aws:iam::*:role/exception-admin/*"
    private static let stackSets = "arn:aws:iam::*:role/stacksets-exec-*"

    private func except(_ arns: String...) -> Statement.Condition {
        Statement.Condition("ArnNotLike", "aws:PrincipalArn", .list(arns.map(CloudNode.text)))
    }

    private func deny(
        _ id: String, _ actions: [String], on resources: [String] = ["*"], _ conditions: [Statement.Condition]
    ) -> CloudNode {
        Statement(
            id: id, effect: .deny, actions: actions, resources: resources.map(CloudNode.text), conditions: conditions
        ).node
    }

    /// P15: nobody but the approved roles sets, changes, removes or creates with the exception tag and our tags.
    var tags: CloudNode {
        let ours = [
            exceptionTag, "quell:protect", "quell:quarantine", "quell:held", "quell:purpose", "quell:execution",
        ]
        let approved = except(Self.quell, Self.admins, Self.stackSets)
        return .policy([
            deny(
                "TagKeysInRequest", ["*"],
                [
                    Statement.Condition(
                        "ForAnyValue:StringEqualsIgnoreCase", "aws:TagKeys", .list(ours.map(CloudNode.text))),
                    approved,
                ]),
            // 25 actions take tags at creation without naming their keys.
            deny(
                "RequestTagAtCreation", ["*"],
                [Statement.Condition("Null", "aws:RequestTag/\(exceptionTag)", "false"), approved]),
            deny(
                "DeleteAllTagsTrick", ["ec2:DeleteTags"],
                [Statement.Condition("Null", "aws:TagKeys", "true"), except(Self.quell, Self.admins)]),
            // These have no condition keys for tags at all: teams use s3:TagResource, which has.
            deny(
                "BucketTaggingHasNoTagKeys", ["s3:PutBucketTagging", "s3-outposts:PutBucketTagging"],
                [except(Self.quell, Self.admins)]),
            deny(
                "NoFloatingLaunchTemplateVersions",
                ["autoscaling:CreateAutoScalingGroup", "autoscaling:UpdateAutoScalingGroup"],
                [
                    Statement.Condition("Bool", "autoscaling:LaunchTemplateVersionSpecified", "false"),
                    except(Self.admins),
                ]),
        ])
    }

    /// P16: the responder and its quarantines cannot be undone from inside the account.
    var responder: CloudNode {
        let undo = "arn:aws:iam::*:role/quell/\(responseRole)-undo-*"
        let roles = [Self.quell, Self.admins, Self.stackSets, "arn:aws:iam::*:role/break-glass/*"]
        return .policy([
            deny(
                "ResponderIdentities",
                [
                    "iam:Attach*", "iam:Create*", "iam:Delete*", "iam:Detach*", "iam:Put*", "iam:Set*", "iam:Tag*",
                    "iam:Untag*", "iam:Update*",
                ], on: roles + ["arn:aws:iam::*:policy/quell/*"], [except(Self.stackSets)]),
            // The role that starts runbooks passes theirs, which its own policy and session limit.
            deny(
                "NobodyElsePassesThem", ["iam:PassRole"], on: roles,
                [except(Self.stackSets, "arn:aws:iam::*:role/quell/\(responseRole)-ssm.*")]),
            deny(
                "ForwardingRules",
                [
                    "events:DeleteRule", "events:DisableRule", "events:PutRule", "events:PutTargets",
                    "events:RemoveTargets",
                ], on: ["arn:aws:events:*:*:rule/quell-*"], [except(Self.stackSets)]),
            deny(
                "QuarantinePolicyIsSticky", ["iam:DetachRolePolicy", "iam:DetachUserPolicy"],
                [
                    Statement.Condition("ArnLike", "iam:PolicyARN", ["arn:aws:iam::aws:policy/AWSDenyAll"]),
                    except(undo),
                ]),
            deny(
                "QuarantinedComputeIsSticky",
                [
                    "ec2:ModifyNetworkInterfaceAttribute", "ec2:ModifyInstanceAttribute",
                    "ec2:AttachNetworkInterface", "ec2:AssociateAddress", "ec2:AssociateIamInstanceProfile",
                    "ec2:ReplaceIamInstanceProfileAssociation", "ec2:TerminateInstances", "ec2:DeleteSnapshot",
                    "ec2:DeleteVolume",
                ],
                [Statement.Condition("Null", "aws:ResourceTag/quell:quarantine", "false"), except(Self.quell)]),
            deny(
                "OurGroupsStayAsTheyAre",
                [
                    "ec2:AuthorizeSecurityGroup*", "ec2:DeleteSecurityGroup", "ec2:ModifySecurityGroupRules",
                    "ec2:RevokeSecurityGroup*",
                ],
                [
                    Statement.Condition("Null", "aws:ResourceTag/quell:purpose", "false"),
                    except(Self.quell, Self.stackSets),
                ]),
            deny(
                "EvidenceIsKept", ["ec2:DeleteSnapshot"],
                [Statement.Condition("Null", "aws:ResourceTag/quell:execution", "false"), except(Self.quell)]),
            deny(
                "DetectionSources",
                [
                    "config:DeleteConfigRule", "config:DeleteConfigurationRecorder", "config:PutConfigRule",
                    "config:PutEvaluations", "config:PutExternalEvaluation", "config:StopConfigurationRecorder",
                    "guardduty:ArchiveFindings", "guardduty:CreateFilter", "guardduty:CreateIPSet",
                    "guardduty:CreateSampleFindings", "guardduty:CreateThreatIntelSet", "guardduty:DeleteDetector",
                    "guardduty:DisassociateFromAdministratorAccount", "guardduty:UpdateDetector",
                ], [except(Self.stackSets, Self.quell)]),
        ])
    }

    /// P17: only the engine takes response roles, and only operators the undo roles, even where a trust was edited.
    var trust: CloudNode {
        let account = securityAccount ?? "SECURITY_ACCOUNT_ID"
        func only(_ id: String, _ taker: ResponseRoles.Taker, _ resources: [String]) -> CloudNode {
            let takers = taker.principals.map { CloudNode.text("arn:aws:iam::\(account):role/quell/\($0)") }
            return Statement(
                id: id, effect: .deny, principal: "*", actions: ["sts:AssumeRole"],
                resources: resources.map(CloudNode.text),
                conditions: [
                    Statement.Condition(
                        "ArnNotEquals", "aws:PrincipalArn", takers.count == 1 ? takers[0] : .list(takers))
                ]
            ).node
        }
        let roles = "arn:aws:iam::*:role/quell/\(responseRole)-"
        let families = services.map { "\($0).*" }
        return .policy([
            only("OnlyTheEngineResponds", .engine, families.map { roles + $0 }),
            only("OnlyOperatorsUndo", .operators, [roles + "undo-*"]),
            only("OnlyTheyRead", .both, [roles + "read"]),
        ])
    }

    /// The spelling of the tag key; a tag policy says nothing about who may set it.
    var tagPolicy: CloudNode {
        ["tags": .map([CloudNode.Member(exceptionTag, ["tag_key": ["@@assign": .text(exceptionTag)]])])]
    }
}
