import ActionKit

/// What the role that confines may do: change and take away ingress rules, of groups that are not exempt.
extension ConfineSecurityGroup {
    private static let groups = "arn:{partition}:ec2:*:{account}:security-group/*"
    private static let rules = "arn:{partition}:ec2:*:{account}:security-group-rule/*"

    static let grants: [Grant] =
        [
            Grant("ReplaceInPlace", ["ec2:ModifySecurityGroupRules"], on: [groups, rules]),
            Grant("TakeAway", ["ec2:RevokeSecurityGroupIngress"], on: [groups]),
        ]
        + Grant.guards(["ec2:ModifySecurityGroupRules", "ec2:RevokeSecurityGroupIngress"], on: [groups])

    static let undoGrants: [Grant] = [
        Grant("RestoreInPlace", ["ec2:ModifySecurityGroupRules"], on: [groups, rules]),
        Grant("GiveBack", ["ec2:AuthorizeSecurityGroupIngress"], on: [groups, rules]),
        Grant(
            "GiveBackTags", ["ec2:CreateTags"], on: [rules],
            when: [Grant.Condition("StringEquals", "ec2:CreateAction", "AuthorizeSecurityGroupIngress")]),
    ]
}
