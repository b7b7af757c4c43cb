import ActionKit

/// What the role that blocks may do.
///
/// The condition on the policy's ARN is what keeps it from being an administrator: it can attach nothing but a denial.
extension BlockPrincipal {
    private static let users = "arn:{partition}:iam::{account}:user/*"
    private static let roles = "arn:{partition}:iam::{account}:role/*"
    private static let onlyDenial = Grant.Condition(
        "ArnEquals", "iam:PolicyARN", "arn:{partition}:iam::aws:policy/AWSDenyAll")
    /// IAM cannot tell one inline document from another: whoever may put one can become anything.
    ///
    /// Off unless wanted.
    private static let inlineParameter = "AllowInlineDenials"
    static let grants: [Grant] =
        [
            Grant(
                "AttachDenialOnly", ["iam:AttachUserPolicy", "iam:AttachRolePolicy"], on: [users, roles],
                when: [onlyDenial]),
            Grant("DeactivateKeys", ["iam:UpdateAccessKey"], on: [users]),
            Grant(
                "DenyInline", ["iam:PutUserPolicy", "iam:PutRolePolicy"], on: [users, roles],
                onlyWith: inlineParameter),
            Grant(
                "NeverLockOutTheRescuers",
                [
                    "iam:AttachUserPolicy", "iam:AttachRolePolicy", "iam:PutUserPolicy", "iam:PutRolePolicy",
                    "iam:UpdateAccessKey",
                ], on: Rescuers.resources, effect: .deny),
        ]
        + Grant.guards(
            [
                "iam:AttachUserPolicy", "iam:AttachRolePolicy", "iam:PutUserPolicy", "iam:PutRolePolicy",
                "iam:UpdateAccessKey",
            ], on: [users, roles])

    static let undoGrants: [Grant] = [
        Grant(
            "DetachDenialOnly", ["iam:DetachUserPolicy", "iam:DetachRolePolicy"], on: [users, roles],
            when: [onlyDenial]),
        Grant("ActivateKeys", ["iam:UpdateAccessKey"], on: [users]),
        Grant(
            "DeleteInlineDenial", ["iam:DeleteUserPolicy", "iam:DeleteRolePolicy"], on: [users, roles],
            onlyWith: inlineParameter),
        Grant(
            "NotTheRescuers",
            [
                "iam:DetachUserPolicy", "iam:DetachRolePolicy", "iam:DeleteUserPolicy", "iam:DeleteRolePolicy",
                "iam:UpdateAccessKey",
            ], on: Rescuers.resources, effect: .deny),
    ]
}
