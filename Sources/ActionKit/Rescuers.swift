/// Who must be able to help when everything else is locked out, and what only AWS changes: no response touches them.
///
/// The engine refuses plans for them, and the roles of actions deny it to themselves: one list for both.
package enum Rescuers {
    /// Paths below `arn:…:iam::account:`, with `*` as in IAM.
    package static let names = [
        // Quell itself.
        "role/quell/*",
        // Of AWS services and of IAM Identity Center: nobody but AWS changes them.
        "role/aws-service-role/*", "role/aws-reserved/*",
        // By which the organization reaches its accounts.
        "role/OrganizationAccountAccessRole", "role/AWSControlTower*", "role/service-role/AWSControlTower*",
        "role/aws-controltower-*", "role/stacksets-exec-*", "role/AWSCloudFormationStackSet*",
        "role/break-glass/*", "user/break-glass/*",
    ]

    /// Resources of a statement; an account has no other principals than its own.
    package static let resources = names.map { "arn:{partition}:iam::*:\($0)" }

    /// Patterns of ARNs, for the engine.
    ///
    /// A finding gives the name of a role without its path, so names that AWS keeps for itself are here too.
    package static let patterns =
        (names + ["role/AWSServiceRoleFor*", "role/AWSReservedSSO_*"]).map { "arn:*:iam::*:\($0)" }
}
