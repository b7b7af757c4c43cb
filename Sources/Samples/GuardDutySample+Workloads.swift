import JSON

extension GuardDutySample {
    mutating func cluster(_ wanted: String?) -> JSONValue {
        let name = wanted ?? dice.pick(["production", "staging", "payments"])
        return [
            "name": .string(name), "arn": .string(named("eks", "cluster/\(name)")),
            "vpcId": .string("vpc-\(dice.hex(17))"), "status": "ACTIVE", "tags": order.tagList(),
            "createdAt": 1_767_225_600,
        ]
    }

    mutating func kubernetes() -> JSONValue {
        let isAnonymous = family.name.contains("Anonymous") && family.purpose != "Discovery"
        let user = isAnonymous ? "system:anonymous" : "kubernetes-admin"
        return [
            "kubernetesUserDetails": [
                "username": .string(user), "uid": .string(dice.uuid()),
                "groups": [.string(isAnonymous ? "system:unauthenticated" : "system:masters"), "system:authenticated"],
                "sessionName": [],
            ],
            "kubernetesWorkloadDetails": [
                "name": .string("api-\(dice.hex(5))"), "type": "pods", "uid": .string(dice.uuid()),
                "namespace": .string(family.name.contains("KubeSystem") ? "kube-system" : "default"),
                "hostNetwork": false, "serviceAccountName": "default", "hostIPC": false, "hostPID": false,
                "containers": [container(nil)],
                "volumes": [["name": "root", "hostPath": ["path": "/"]]],
            ],
        ]
    }

    mutating func container(_ wanted: String?) -> JSONValue {
        let isPrivileged = family.name.contains("PrivilegedContainer")
        return [
            "containerRuntime": "containerd", "id": .string(dice.hex(64)),
            "name": .string(wanted ?? dice.pick(["api", "worker", "web"])),
            "image": .string("public.ecr.aws/docker/library/nginx:1.27"), "imagePrefix": "public.ecr.aws",
            "volumeMounts": [["name": "root", "mountPath": "/host"]],
            "securityContext": ["privileged": .bool(isPrivileged), "allowPrivilegeEscalation": .bool(isPrivileged)],
        ]
    }

    mutating func ecsCluster(_ wanted: String?) -> JSONValue {
        let name = wanted ?? dice.pick(["shop", "batch"])
        let task = dice.hex(32)
        return [
            "name": .string(name), "arn": .string(named("ecs", "cluster/\(name)")), "status": "ACTIVE",
            "activeServicesCount": 3, "registeredContainerInstancesCount": 2, "runningTasksCount": 7,
            "tags": order.tagList(),
            "taskDetails": [
                "arn": .string(named("ecs", "task/\(name)/\(task)")),
                "definitionArn": .string(named("ecs", "task-definition/web:12")), "version": "3",
                "createdAt": 1_772_350_000, "startedAt": 1_772_350_010, "startedBy": "ecs-svc/4711", "tags": [],
                "volumes": [], "containers": [container(nil)], "group": "service:web", "launchType": "EC2",
            ],
        ]
    }

    mutating func database(_ wanted: String?) -> JSONValue {
        let name = wanted ?? "orders-\(dice.hex(4))"
        return [
            "dbInstanceIdentifier": .string(name), "engine": "aurora-postgresql", "engineVersion": "16.4",
            "dbClusterIdentifier": .string("\(name)-cluster"), "dbInstanceArn": .string(named("rds", "db:\(name)")),
            "dbiResourceId": .string("db-\(dice.capitals(26))"),
            "tags": order.tagList(),
        ]
    }

    mutating func function(_ wanted: String?) -> JSONValue {
        let name = wanted ?? dice.pick(["thumbnail", "orders-export", "token-refresh"])
        return [
            "functionArn": .string(named("lambda", "function:\(name)")), "functionName": .string(name),
            "description": "", "lastModifiedAt": 1_771_000_000, "revisionId": .string(dice.uuid()),
            "functionVersion": "$LATEST",
            "role": .string("arn:\(order.partition):iam::\(order.account):role/service-role/\(name)"),
            "vpcConfig": ["subnetIds": [], "vpcId": "", "securityGroups": []], "tags": order.tagList(),
        ]
    }

    /// The volumes that were searched for malware.
    mutating func volumes() -> JSONValue {
        [
            "scannedVolumeDetails": [
                [
                    "volumeArn": .string(named("ec2", "volume/vol-\(dice.hex(17))")), "volumeType": "gp3",
                    "deviceName": "/dev/xvda", "volumeSizeInGB": 30, "encryptionType": "UNENCRYPTED",
                    "snapshotArn": .string("arn:\(order.partition):ec2:\(order.region)::snapshot/snap-\(dice.hex(17))"),
                    "kmsKeyArn": nil,
                ]
            ], "skippedVolumeDetails": [],
        ]
    }
}
