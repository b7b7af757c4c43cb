package import JSON

/// Something that Quell responds to: the event, and what AWS itself says of it.
package struct Incident: Sendable {
    package let name: String
    package let event: JSONValue
    /// Items of a rule's `respond`, as a playbook writes them.
    package let respond: [String]
    /// The source that the rule matches.
    package let source: String
    let enter: @Sendable (inout World) -> Void
    /// Whether the thing is contained, as AWS itself sees it at a time.
    let proof: @Sendable (World, Double) -> Bool

    package func isContained(in world: World, at now: Double) -> Bool { proof(world, now) }

    /// The scenery with this incident in it.
    package func world(actions: [String]) -> World {
        var world = World.scenery(actions: actions)
        enter(&world)
        return world
    }

    package func bytes() -> [UInt8] { Array(event.description.utf8) }

    // MARK: The incidents

    package static let all: [Incident] = [
        instance("isolated and flushed instance", ["{ ec2.isolate-instance: { cut-live-flows: transit } }"]),
        instance("isolated instance", ["ec2.isolate-instance"]),
        instance(
            "isolated, flushed, copied and stopped instance",
            ["{ ec2.isolate-instance: { cut-live-flows: transit, snapshot: true, stop: true } }"]),
        principal("blocked user", kind: "IAMUser", Scenery.user, Scenery.userID, "AKIAIOSFODNN7EXAMPLE"),
        principal("blocked role", kind: "AssumedRole", Scenery.role, "\(Scenery.roleID):s", "ASIAIOSFODNN7EXAMPLE"),
        group, runbook, order,
    ]

    private static func instance(_ name: String, _ respond: [String]) -> Incident {
        let type = "Backdoor:EC2/C&CActivity.B"
        return Incident(
            name: name,
            event: finding(
                type, ["resourceType": "Instance", "instanceDetails": ["instanceId": .string(Scenery.instance)]]),
            respond: respond + ["guardduty.archive-finding", "notify"], source: "aws.guardduty",
            enter: { $0.add(type, instanceResource) }, proof: { world, _ in world.isIsolated })
    }

    private static let instanceResource: JSONValue = [
        "ResourceType": "Instance", "InstanceDetails": ["InstanceId": .string(Scenery.instance)],
    ]

    private static func principal(
        _ name: String, kind: JSONValue, _ user: String, _ id: String, _ key: String
    ) -> Incident {
        let type = "UnauthorizedAccess:IAMUser/MaliciousIPCaller"
        return Incident(
            name: name,
            event: finding(
                type,
                [
                    "resourceType": "AccessKey",
                    "accessKeyDetails": [
                        "accessKeyId": .string(key), "principalId": .string(id), "userType": kind,
                        "userName": .string(user),
                    ],
                ]),
            respond: ["iam.block-principal", "guardduty.archive-finding", "notify"], source: "aws.guardduty",
            enter: {
                $0.add(
                    type,
                    [
                        "ResourceType": "AccessKey",
                        "AccessKeyDetails": [
                            "AccessKeyId": .string(key), "PrincipalId": .string(id), "UserName": .string(user),
                            "UserType": kind,
                        ],
                    ])
            },
            proof: { world, _ in world.isDenied(kind == "IAMUser" ? .user : .role, user) })
    }

    private static let group = Incident(
        name: "confined security group",
        event: config("SECURITY_GROUP_OPEN_PROHIBITED", "AWS::EC2::SecurityGroup", Scenery.openGroup),
        respond: ["ec2.confine-security-group", "notify"], source: "aws.config",
        enter: { $0.break("SECURITY_GROUP_OPEN_PROHIBITED", "AWS::EC2::SecurityGroup", Scenery.openGroup) },
        proof: { world, _ in world.isConfined })

    private static let runbook = Incident(
        name: "bucket closed by a runbook",
        event: config("S3_BUCKET_PUBLIC_READ_PROHIBITED", "AWS::S3::Bucket", Scenery.bucket),
        respond: [
            """
            { ssm.start-automation: { document: AWS-DisableS3BucketPublicReadWrite, \
            parameters: { S3BucketName: $.detail.resourceId }, assume-role: quell/Quell-Automation } }
            """, "notify",
        ], source: "aws.config",
        enter: { $0.break("S3_BUCKET_PUBLIC_READ_PROHIBITED", "AWS::S3::Bucket", Scenery.bucket) },
        proof: { world, now in
            world[account: Scenery.member, region: Scenery.region].automations.contains {
                $0.ending == "Success" && now >= $0.end
            }
        })

    private static let order = Incident(
        name: "instance isolated on an order from Security Hub", event: hubOrder,
        respond: ["ec2.isolate-instance", "securityhub.update-finding", "guardduty.archive-finding", "notify"],
        source: "aws.securityhub",
        enter: { world in
            world.add("Backdoor:EC2/C&CActivity.B", instanceResource)
            world[account: Scenery.home, region: Scenery.region].hubFindings[findingARN] = HubFinding(
                id: findingARN, productARN: hubProduct, account: Scenery.member)
        }, proof: { world, _ in world.isIsolated })
}

extension World {
    fileprivate mutating func add(_ type: String, _ resource: JSONValue) {
        findings[Scenery.finding] = GuardDutyFinding(
            account: Scenery.member, region: Scenery.region,
            members: [
                "Arn": .string(Incident.findingARN), "Type": .string(type), "Resource": resource, "Severity": 8,
                "Title": "Odd.", "Description": "Look.", "SchemaVersion": "2.0", "Partition": "aws",
                "CreatedAt": "2026-03-01T09:50:00.000Z", "UpdatedAt": "2026-03-01T09:59:00.000Z",
                "Service": [
                    "ServiceName": "guardduty", "DetectorId": .string(Scenery.memberDetector), "ResourceRole": "ACTOR",
                ],
            ])
    }

    fileprivate mutating func `break`(_ rule: String, _ type: String, _ id: String) {
        self[account: Scenery.member, region: Scenery.region].compliance = [
            Compliance(resourceType: type, resourceID: id, rule: rule)
        ]
    }
}

/// What containment means, told from the world alone.
extension World {
    /// Whether every interface of the instance is on one group that nothing passes.
    fileprivate var isIsolated: Bool {
        let region = self[account: Scenery.member, region: Scenery.region]
        return region.interfaces.values.filter { $0.instance == Scenery.instance }.allSatisfy { interface in
            interface.groups.count == 1 && interface.groups.allSatisfy { region.groups[$0]?.rules.isEmpty ?? false }
        }
    }

    fileprivate func isDenied(_ kind: Identity.Kind, _ name: String) -> Bool {
        let identity = self[identities: Scenery.member][kind][name]
        return identity?.attached.contains("arn:aws:iam::aws:policy/AWSDenyAll") ?? false
            && identity?.keys.values.contains(true) == false
    }

    fileprivate var isConfined: Bool {
        let rules = self[account: Scenery.member, region: Scenery.region].groups[Scenery.openGroup]?.rules.values
        return rules?.allSatisfy { $0.isEgress || ![.ipv4("0.0.0.0/0"), .ipv6("::/0")].contains($0.peer) } ?? false
    }
}
