import JSON

extension GuardDutySample {
    /// What the `service` part says was done.
    mutating func deed() -> [String: JSONValue] {
        switch family.deed {
        case .call: ["action": call()].merging(evidence()) { $1 }
        case .connection: ["action": connection()].merging(runtime()) { $1 }.merging(evidence()) { $1 }
        case .nameRequest: ["action": nameRequest()].merging(runtime()) { $1 }.merging(evidence()) { $1 }
        case .probe: ["action": probe()]
        case .kubernetesCall: ["action": kubernetesCall()].merging(evidence()) { $1 }
        case .login: ["action": login()]
        case .process: runtime()
        case .malware: malware()
        case .sequence: ["detection": sequence()]
        }
    }

    /// Findings that name a threat list tell which.
    private func evidence() -> [String: JSONValue] {
        let isListed = ["Malicious", "Tor", "C&C", "Bitcoin", "DropPoint"].contains(where: family.name.contains)
        guard isListed else { return [:] }
        let list = family.name.hasSuffix(".Custom") ? "our-own-list" : "ProofPoint"
        return [
            "evidence": [
                "threatIntelligenceDetails": [
                    ["threatListName": .string(list), "threatNames": [], "threatFileSha256": ""]
                ]
            ]
        ]
    }

    mutating func remote() -> JSONValue {
        [
            "ipAddressV4": .string(dice.address()), "ipAddressV6": "",
            "organization": [
                "asn": .string(String(dice.number(64_496...64_511))), "asnOrg": "Example Networks",
                "isp": "Example Networks", "org": "Example Networks",
            ], "country": ["countryName": "Netherlands"], "city": ["cityName": "Amsterdam"],
            "geoLocation": ["lat": .number("52.3759"), "lon": .number("4.8975")],
        ]
    }

    private mutating func call() -> JSONValue {
        let (service, api) = calledOperation
        return [
            "actionType": "AWS_API_CALL",
            "awsApiCallAction": [
                "api": .string(api), "serviceName": .string("\(service).amazonaws.com"), "callerType": "Remote IP",
                "errorCode": "", "userAgent": "aws-cli/2.17.9", "remoteIpDetails": remote(),
                "affectedResources": [:],
            ],
        ]
    }

    private static let s3Calls = [
        "Discovery": "ListObjects", "Exfiltration": "GetObject", "PenTest": "GetObject",
        "UnauthorizedAccess": "GetObject",
        "Stealth": "PutBucketLogging", "Policy": "PutBucketPublicAccessBlock",
    ]

    private var calledOperation: (service: String, api: String) {
        switch (family.threatened, family.purpose, family.name) {
        case ("S3", "Impact", "AnomalousBehavior.Delete"): ("s3", "DeleteObject")
        case ("S3", "Impact", "AnomalousBehavior.Permission"): ("s3", "PutBucketPolicy")
        case ("S3", "Impact", _): ("s3", "PutObject")
        case ("S3", let purpose, _): ("s3", Self.s3Calls[purpose] ?? "GetObject")
        case (_, "Stealth", "CloudTrailLoggingDisabled"): ("cloudtrail", "StopLogging")
        case (_, "Stealth", "PasswordPolicyChange"): ("iam", "UpdateAccountPasswordPolicy")
        case (_, _, "ConsoleLoginSuccess.B"): ("signin", "ConsoleLogin")
        case (_, _, "BedrockLoggingDisabled"): ("bedrock", "DeleteModelInvocationLoggingConfiguration")
        case (_, _, "AnomalousModelInvocation"), (_, _, "PromptInjection.Direct"), (_, _, "CostHarvesting"):
            ("bedrock", "InvokeModel")
        case ("Organizations", _, _): ("organizations", "LeaveOrganization")
        case ("Lambda", _, _): ("lambda", "UpdateFunctionCode20150331v2")
        case ("RDS", _, _): ("rds", "ModifyDBInstance")
        case ("EC2", _, _): ("ec2", "ModifySnapshotAttribute")
        case ("SES", _, _): ("ses", "SendEmail")
        case ("SageMaker", _, _): ("sagemaker", "CreateNotebookInstance")
        case ("Route53Resolver", _, _): ("route53resolver", "DeleteResolverQueryLogConfig")
        case ("RolesAnywhere", _, _): ("rolesanywhere", "CreateTrustAnchor")
        case (_, "Persistence", _), (_, "PrivilegeEscalation", _): ("iam", "AttachUserPolicy")
        case (_, "CredentialAccess", _): ("secretsmanager", "GetSecretValue")
        case (_, "Discovery", _), (_, "Recon", _): ("iam", "ListUsers")
        default: ("ec2", "RunInstances")
        }
    }

    private mutating func connection() -> JSONValue {
        let isInbound = family.role == "TARGET"
        let port = family.name.hasPrefix("RDP") ? 3_389 : family.name.hasPrefix("SSH") ? 22 : 443
        return [
            "actionType": "NETWORK_CONNECTION",
            "networkConnectionAction": [
                "connectionDirection": isInbound ? "INBOUND" : "OUTBOUND", "blocked": false, "protocol": "TCP",
                "localPortDetails": ["port": .number(String(isInbound ? port : 39_677)), "portName": "Unknown"],
                "remotePortDetails": ["port": .number(String(isInbound ? 45_102 : port)), "portName": "Unknown"],
                "localIpDetails": ["ipAddressV4": .string(dice.privateAddress()), "ipAddressV6": ""],
                "remoteIpDetails": remote(), "localNetworkInterface": .string("eni-\(dice.hex(17))"),
            ],
        ]
    }

    private mutating func nameRequest() -> JSONValue {
        [
            "actionType": "DNS_REQUEST",
            "dnsRequestAction": [
                "domain": .string("\(dice.hex(8)).bad.example"), "domainWithSuffix": "bad.example", "protocol": "UDP",
                "blocked": false, "vpcOwnerAccountId": .string(order.account),
            ],
        ]
    }

    private mutating func probe() -> JSONValue {
        [
            "actionType": "PORT_PROBE",
            "portProbeAction": [
                "blocked": false,
                "portProbeDetails": [
                    [
                        "localPortDetails": ["port": 22, "portName": "SSH"],
                        "localIpDetails": ["ipAddressV4": .string(dice.privateAddress()), "ipAddressV6": ""],
                        "remoteIpDetails": remote(),
                    ]
                ],
            ],
        ]
    }

    private mutating func kubernetesCall() -> JSONValue {
        let resource = family.name.contains("Secrets") ? "secrets" : "pods"
        let verb = family.name.contains("Deployed") || family.purpose == "Persistence" ? "create" : "list"
        return [
            "actionType": "KUBERNETES_API_CALL",
            "kubernetesApiCallAction": [
                "requestUri": .string("/api/v1/namespaces/default/\(resource)"), "verb": .string(verb),
                "resource": .string(resource), "namespace": "default", "sourceIPs": [.string(dice.address())],
                "userAgent": "kubectl/v1.31.0", "remoteIpDetails": remote(), "statusCode": 200, "parameters": "",
            ],
        ]
    }

    private mutating func login() -> JSONValue {
        let failed =
            family.name.contains("FailedLogin") || family.name.contains("BruteForce") ? dice.number(20...400) : 0
        let worked = family.name.contains("Successful") ? 1 : 0
        return [
            "actionType": "RDS_LOGIN_ATTEMPT",
            "rdsLoginAttemptAction": [
                "remoteIpDetails": remote(),
                "LoginAttributes": [
                    [
                        "user": "reporting", "application": "psql", "failedLoginAttempts": .number(String(failed)),
                        "successfulLoginAttempts": .number(String(worked)),
                    ]
                ],
            ],
        ]
    }
}
