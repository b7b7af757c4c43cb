import ActionKit

/// What the role that starts runbooks may do: start those that the playbook names, as the roles that it names.
extension StartAutomation {
    static let grants: [Grant] = [
        Grant(
            "StartNamedRunbooks", ["ssm:StartAutomationExecution"],
            // Runbooks of AWS have no account in their ARN.
            on: [
                "arn:{partition}:ssm:*:*:automation-definition/{option:document}:*",
                "arn:{partition}:ssm:*:*:document/{option:document}",
                "arn:{partition}:ssm:*:{account}:automation-execution/*",
            ]),
        Grant(
            "TagRuns", ["ssm:AddTagsToResource"], on: ["arn:{partition}:ssm:*:{account}:automation-execution/*"],
            when: [Grant.Condition("ForAllValues:StringLike", "aws:TagKeys", "quell:*")]),
        Grant(
            "PassRunbookRoles", ["iam:PassRole"],
            on: ["arn:{partition}:iam::{account}:role/{option:assume-role}"],
            when: [Grant.Condition("StringEquals", "iam:PassedToService", "ssm.amazonaws.com")]),
    ]
}
