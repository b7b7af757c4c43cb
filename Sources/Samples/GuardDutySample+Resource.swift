import JSON

extension GuardDutySample {
    /// The `resource` of the finding.
    mutating func resource() throws(SampleError) -> JSONValue {
        var members: [String: JSONValue] = ["resourceType": .string(family.kind.rawValue)]
        switch family.kind {
        case .instance:
            members["instanceDetails"] = instance(order.resource)
            if family.deed == .malware { members["ebsVolumeDetails"] = volumes() }
        case .accessKey: members["accessKeyDetails"] = principal(order.resource)
        case .bucket:
            members["accessKeyDetails"] = principal(nil)
            members["s3BucketDetails"] = [bucket(order.resource)]
        case .object: members["s3BucketDetails"] = [bucket(order.resource, object: true)]
        case .kubernetes:
            members["eksClusterDetails"] = cluster(order.resource)
            members["kubernetesDetails"] = kubernetes()
            if family.deed == .malware {
                members["instanceDetails"] = instance(nil)
                members["ebsVolumeDetails"] = volumes()
            } else {
                members["accessKeyDetails"] = principal(nil)
            }
        case .ecs:
            members["ecsClusterDetails"] = ecsCluster(order.resource)
            members["instanceDetails"] = instance(nil)
            members["ebsVolumeDetails"] = volumes()
        case .container:
            members["containerDetails"] = container(order.resource)
            members["instanceDetails"] = instance(nil)
            members["ebsVolumeDetails"] = volumes()
        case .database:
            members["rdsDbInstanceDetails"] = database(order.resource)
            members["rdsDbUserDetails"] = [
                "user": "reporting", "application": "psql", "database": "orders", "ssl": "TLSv1.3",
                "authMethod": "password",
            ]
        case .function: members["lambdaDetails"] = function(order.resource)
        case .snapshot:
            let id = order.resource ?? "snap-\(dice.hex(17))"
            members["ebsSnapshotDetails"] = [
                "snapshotArn": .string("arn:\(order.partition):ec2:\(order.region)::snapshot/\(id)")
            ]
        case .image:
            let id = order.resource ?? "ami-\(dice.hex(17))"
            members["ec2ImageDetails"] = [
                "imageArn": .string("arn:\(order.partition):ec2:\(order.region)::image/\(id)")
            ]
        case .recoveryPoint, .bucketRecoveryPoint:
            let id = order.resource ?? dice.uuid()
            members["recoveryPointDetails"] = [
                "recoveryPointArn": .string(named("backup", "recovery-point:\(id)")), "backupVaultName": "Default",
            ]
        case .sequence: break
        }
        return .object(members)
    }

    func named(_ service: String, _ resource: String) -> String {
        "arn:\(order.partition):\(service):\(order.region):\(order.account):\(resource)"
    }

    mutating func instance(_ wanted: String?) -> JSONValue {
        let id = wanted ?? "i-\(dice.hex(17))"
        let address = dice.privateAddress()
        let name = "ip-\(address.split(separator: ".").joined(separator: "-")).\(order.region).compute.internal"
        let visible = dice.address()
        return [
            "instanceId": .string(id), "instanceType": .string(dice.pick(["t3.medium", "m7g.large", "c7i.xlarge"])),
            "launchTime": "2026-02-03T07:12:40.000Z", "platform": nil, "productCodes": [], "instanceState": "running",
            "availabilityZone": .string("\(order.region)a"), "imageId": .string("ami-\(dice.hex(17))"),
            "imageDescription": "Amazon Linux 2023 AMI 2023.6 x86_64 HVM kernel-6.1", "outpostArn": nil,
            "iamInstanceProfile": [
                "arn": .string("arn:\(order.partition):iam::\(order.account):instance-profile/web"),
                "id": .string(dice.identity("AIPA")),
            ],
            "networkInterfaces": [
                [
                    "networkInterfaceId": .string("eni-\(dice.hex(17))"), "ipv6Addresses": [],
                    "privateDnsName": .string(name), "privateIpAddress": .string(address),
                    "privateIpAddresses": [["privateDnsName": .string(name), "privateIpAddress": .string(address)]],
                    "subnetId": .string("subnet-\(dice.hex(17))"), "vpcId": .string("vpc-\(dice.hex(17))"),
                    "publicIp": .string(visible),
                    "publicDnsName": .string(
                        "ec2-\(visible.split(separator: ".").joined(separator: "-")).\(order.region)"
                            + ".compute.amazonaws.com"),
                    "securityGroups": [["groupId": .string("sg-\(dice.hex(17))"), "groupName": "web"]],
                ]
            ],
            "tags": order.tagList(),
        ]
    }

    /// `anna` is a user; `role/web` is a session of a role; `root` is the account's own user.
    mutating func principal(_ wanted: String?) -> JSONValue {
        if wanted == "root" || (wanted == nil && name.contains("RootCredentialUsage")) {
            return [
                "accessKeyId": "", "principalId": .string(order.account), "userName": "Root", "userType": "Root",
            ]
        }
        let isSession = name.contains("InstanceCredentialExfiltration") || name.contains("ResourceCredential")
        let drawn = isSession ? "role/web" : dice.pick(["anna", "bert", "deploy", "role/web", "role/batch"])
        let text = wanted ?? drawn
        guard text.hasPrefix("role/") else {
            return [
                "accessKeyId": .string(dice.key("AKIA")), "principalId": .string(dice.identity("AIDA")),
                "userName": .string(text), "userType": "IAMUser",
            ]
        }
        let session = isSession ? "i-\(dice.hex(17))" : "deployment"
        return [
            "accessKeyId": .string(dice.key("ASIA")),
            "principalId": .string("\(dice.identity("AROA")):\(session)"),
            "userName": .string(String(text.dropFirst(5))), "userType": "AssumedRole",
        ]
    }

    private var name: String { family.name }

    mutating func bucket(_ wanted: String?, object: Bool = false) -> JSONValue {
        let name = wanted ?? "\(dice.pick(["reports", "uploads", "logs", "invoices"]))-\(dice.hex(8))"
        let isPublic = family.purpose == "Policy"
        let block: JSONValue = [
            "ignorePublicAcls": .bool(!isPublic), "restrictPublicBuckets": .bool(!isPublic),
            "blockPublicAcls": .bool(!isPublic), "blockPublicPolicy": .bool(!isPublic),
        ]
        let access: JSONValue = [
            "allowsPublicReadAccess": .bool(isPublic), "allowsPublicWriteAccess": false,
        ]
        var members: [String: JSONValue] = [
            "arn": .string("arn:\(order.partition):s3:::\(name)"), "name": .string(name), "type": "Destination",
            "createdAt": 1_767_225_600, "owner": ["id": .string(dice.hex(64))], "tags": order.tagList(),
            "defaultServerSideEncryption": ["encryptionType": "AES256", "kmsMasterKeyArn": nil],
            "publicAccess": [
                "permissionConfiguration": [
                    "bucketLevelPermissions": [
                        "accessControlList": access, "bucketPolicy": access, "blockPublicAccess": block,
                    ],
                    "accountLevelPermissions": ["blockPublicAccess": block],
                ], "effectivePermission": isPublic ? "PUBLIC" : "NOT_PUBLIC",
            ],
        ]
        if object {
            let key = "incoming/\(dice.hex(6)).zip"
            members["s3ObjectDetails"] = [
                [
                    "objectArn": .string("arn:\(order.partition):s3:::\(name)/\(key)"), "key": .string(key),
                    "eTag": .string(dice.hex(32)), "hash": .string(dice.hex(64)), "versionId": .string(dice.hex(32)),
                ]
            ]
        }
        return .object(members)
    }
}
