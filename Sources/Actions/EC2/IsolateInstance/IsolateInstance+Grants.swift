import ActionKit

/// What the role that isolates may do: it can move an interface onto Quell's own groups, never off them.
extension IsolateInstance {
    private static func ec2(_ kind: String, account: String = "{account}") -> String {
        "arn:{partition}:ec2:*:\(account):\(kind)/*"
    }

    private static let targetGroups = "arn:{partition}:elasticloadbalancing:*:{account}:targetgroup/*"
    private static let loadBalancers = "arn:{partition}:elasticloadbalancing:*:{account}:loadbalancer/*"
    private static let scalingGroups =
        "arn:{partition}:autoscaling:*:{account}:autoScalingGroup:*:autoScalingGroupName/*"

    private static let onlyOurTags = Grant.Condition(
        "ForAllValues:StringEquals", "aws:TagKeys", "quell:purpose", "quell:execution")

    static let grants: [Grant] =
        [
            Grant(
                "CustodyTag", ["ec2:CreateTags"], on: [ec2("instance"), ec2("network-interface"), ec2("volume")],
                when: [
                    Grant.Condition("Null", "aws:TagKeys", "false"),
                    Grant.Condition("ForAllValues:StringEquals", "aws:TagKeys", custodyTag, heldTag),
                ]),
            Grant(
                "TagAtCreation", ["ec2:CreateTags"],
                // Snapshots have no account in their ARN.
                on: [ec2("security-group"), ec2("snapshot", account: "")],
                when: [
                    Grant.Condition("StringEquals", "ec2:CreateAction", "CreateSecurityGroup", "CreateSnapshots"),
                    onlyOurTags,
                ]),
            Grant("Preserve", ["ec2:ModifyInstanceAttribute"], on: [ec2("instance"), ec2("volume")]),
            Grant("OutOfService", ["autoscaling:EnterStandby"], on: [scalingGroups]),
            Grant("OutOfTargetGroup", ["elasticloadbalancing:DeregisterTargets"], on: [targetGroups]),
            Grant(
                "OutOfBalancer", ["elasticloadbalancing:DeregisterInstancesFromLoadBalancer"], on: [loadBalancers]),
            Grant(
                "EnsureGroup", ["ec2:CreateSecurityGroup"], on: [ec2("security-group")],
                when: [
                    Grant.Condition(
                        "StringEquals", "aws:RequestTag/quell:purpose", IsolationGroups.quarantine,
                        IsolationGroups.transit), onlyOurTags,
                ]),
            // The VPC may be shared by another account.
            Grant("EnsureGroupInNetwork", ["ec2:CreateSecurityGroup"], on: [ec2("vpc", account: "*")]),
            Grant(
                "EmptyOurGroup", ["ec2:RevokeSecurityGroupIngress", "ec2:RevokeSecurityGroupEgress"],
                on: [ec2("security-group")],
                when: [Grant.Condition("StringEquals", "aws:ResourceTag/quell:purpose", IsolationGroups.quarantine)]),
            Grant(
                "OpenTransitGroup", ["ec2:AuthorizeSecurityGroupIngress", "ec2:AuthorizeSecurityGroupEgress"],
                on: [ec2("security-group")],
                when: [Grant.Condition("StringEquals", "aws:ResourceTag/quell:purpose", IsolationGroups.transit)]),
            Grant(
                "MoveInterface", ["ec2:ModifyNetworkInterfaceAttribute"],
                on: [ec2("network-interface"), ec2("instance"), ec2("subnet", account: "*")]),
            Grant(
                "OnlyOntoOurGroups", ["ec2:ModifyNetworkInterfaceAttribute"], on: [ec2("security-group")],
                when: [
                    Grant.Condition(
                        "StringEquals", "aws:ResourceTag/quell:purpose", IsolationGroups.quarantine,
                        IsolationGroups.transit)
                ]),
            Grant("SnapshotSource", ["ec2:CreateSnapshots"], on: [ec2("instance"), ec2("volume")]),
            Grant(
                "SnapshotTagged", ["ec2:CreateSnapshots"], on: [ec2("snapshot", account: "")],
                when: [Grant.Condition("Null", "aws:RequestTag/quell:execution", "false")]),
            Grant(
                "StopQuarantined", ["ec2:StopInstances"], on: [ec2("instance")],
                when: [Grant.Condition("Null", "aws:ResourceTag/quell:quarantine", "false")]),
        ]
        + Grant.guards(
            ["ec2:ModifyInstanceAttribute", "ec2:ModifyNetworkInterfaceAttribute", "ec2:StopInstances"],
            on: [ec2("instance"), ec2("network-interface")],
            protectedFrom: [
                "autoscaling:EnterStandby", "ec2:AuthorizeSecurityGroup*", "ec2:CreateSecurityGroup",
                "ec2:CreateSnapshots", "ec2:RevokeSecurityGroup*", "elasticloadbalancing:Deregister*",
            ])

    /// Only what carries the mark of a quarantine is given back; the groups it had are in the session's policy.
    static let undoGrants: [Grant] = [
        Grant(
            "RestoreQuarantined", ["ec2:ModifyNetworkInterfaceAttribute"], on: [ec2("network-interface")],
            when: [Grant.Condition("Null", "aws:ResourceTag/quell:quarantine", "false")]),
        Grant(
            "RestoreOntoFormerGroups", ["ec2:ModifyNetworkInterfaceAttribute"],
            on: [ec2("security-group", account: "*"), ec2("subnet", account: "*"), ec2("instance")]),
        Grant(
            "RemoveCustodyTag", ["ec2:DeleteTags"],
            on: [ec2("instance"), ec2("network-interface"), ec2("volume")],
            when: [
                Grant.Condition("Null", "aws:TagKeys", "false"),
                Grant.Condition("ForAllValues:StringEquals", "aws:TagKeys", custodyTag, heldTag),
            ]),
        Grant("RestoreAttributes", ["ec2:ModifyInstanceAttribute"], on: [ec2("instance"), ec2("volume")]),
        Grant("StartAgain", ["ec2:StartInstances"], on: [ec2("instance")]),
        Grant("IntoService", ["autoscaling:ExitStandby"], on: [scalingGroups]),
        Grant("IntoTargetGroup", ["elasticloadbalancing:RegisterTargets"], on: [targetGroups]),
        Grant("IntoBalancer", ["elasticloadbalancing:RegisterInstancesWithLoadBalancer"], on: [loadBalancers]),
    ]
}
