/// What kind of resource a finding type is about, and what it tells of it.
struct SampleFamily: Hashable, Sendable {
    /// The resource, under GuardDuty's own word.
    enum Kind: String, Hashable, Sendable {
        case instance = "Instance"
        case accessKey = "AccessKey"
        case bucket = "S3Bucket"
        case object = "S3Object"
        case kubernetes = "EKSCluster"
        case ecs = "ECSCluster"
        case container = "Container"
        case database = "RDSDBInstance"
        case function = "Lambda"
        case snapshot = "EBSSnapshot"
        case image = "EC2Image"
        case recoveryPoint = "EC2RecoveryPoint"
        case bucketRecoveryPoint = "S3RecoveryPoint"
        case sequence = "AttackSequence"
    }

    enum Deed: Hashable, Sendable {
        case call, connection, nameRequest, probe, kubernetesCall, login, process, malware, sequence
    }

    let kind: Kind
    let deed: Deed
    /// GuardDuty's word for the part the resource plays.
    let role: String
    let severity: Int
    let feature: String

    /// The three parts of a type: `purpose:threatened/name`.
    let purpose: String
    let threatened: String
    let name: String

    /// nil for a text that is no finding type.
    init?(_ type: String) {
        let halves = type.split(separator: ":", maxSplits: 1)
        guard halves.count == 2, let slash = halves[1].firstIndex(of: "/") else { return nil }
        purpose = String(halves[0])
        threatened = String(halves[1][..<slash])
        name = String(halves[1][halves[1].index(after: slash)...])
        kind = Self.kind(purpose, threatened, name)
        deed = Self.deed(kind, threatened, name)
        role = Self.role(kind, name)
        severity = Self.severities[purpose] ?? 5
        feature = Self.feature(kind, deed, threatened)
    }

    /// Types of the custom detection rules of 2026, which tell of calls that CloudTrail recorded.
    private static let rules: Set<String> = [
        "UnsecuredCredentials", "ModifyAuthenticationProcess", "DisableOrModifyTools", "ModifyCloudResourceHierarchy",
        "CommandAndScriptingInterpreter", "TransferDataToCloudAccount", "DataDestruction", "ResourceHijacking",
        "ValidAccounts", "ExploitPublicFacingApplication", "RemoteServices", "BootOrLogonInitializationScripts",
        "ExternalRemoteServices", "AccountManipulation", "CompromiseAccounts",
    ]

    private static func kind(_ purpose: String, _ threatened: String, _ name: String) -> Kind {
        if purpose == "AttackSequence" { return .sequence }
        if rules.contains(name) { return .accessKey }
        switch (threatened, name) {
        case ("EC2", "MaliciousFile!Snapshot"): return .snapshot
        case ("EC2", "MaliciousFile!AMI"): return .image
        case ("EC2", "MaliciousFile!RecoveryPoint"): return .recoveryPoint
        case ("S3", "MaliciousFile!RecoveryPoint"): return .bucketRecoveryPoint
        case ("S3", "MaliciousFile"): return .object
        // GuardDuty tells of the account's own setting by who changed it: no bucket is named.
        case ("S3", "AccountBlockPublicAccessDisabled"): return .accessKey
        case ("S3", _): return .bucket
        case ("EC2", _), ("Runtime", _): return .instance
        case ("Kubernetes", _): return .kubernetes
        case ("ECS", _): return .ecs
        case ("Container", _): return .container
        case ("RDS", _): return .database
        case ("Lambda", _): return .function
        default: return .accessKey
        }
    }

    private static func deed(_ kind: Kind, _ threatened: String, _ name: String) -> Deed {
        if kind == .sequence { return .sequence }
        if name.hasPrefix("MaliciousFile") || name.hasPrefix("SuspiciousFile"), threatened != "Runtime" {
            return .malware
        }
        switch kind {
        case .accessKey, .bucket: return .call
        case .kubernetes: return .kubernetesCall
        case .database: return .login
        default: break
        }
        let names = ["!DNS", "DomainRequest", "DNSDataExfiltration", "DenialOfService.Dns", "DNSRebind", "DNSResolver"]
        if names.contains(where: name.contains) { return .nameRequest }
        if name.hasPrefix("PortProbe") { return .probe }
        if threatened == "Runtime",
            !["C&C", "Bitcoin", "Blackhole", "DropPoint", "Tor"].contains(where: name.hasPrefix)
        {
            return .process
        }
        return .connection
    }

    private static func role(_ kind: Kind, _ name: String) -> String {
        let attacked = name.hasPrefix("PortProbe") || ["RDPBruteForce", "SSHBruteForce"].contains(name)
        switch kind {
        case .instance: return attacked ? "TARGET" : "ACTOR"
        case .function: return "ACTOR"
        default: return "TARGET"
        }
    }

    private static let severities = [
        "AttackSequence": 9, "Backdoor": 8, "Behavior": 5, "CredentialAccess": 8, "CryptoCurrency": 8,
        "DefenseEvasion": 5, "DefenseImpairment": 5, "Discovery": 2, "Execution": 8, "Exfiltration": 8, "Impact": 8,
        "InitialAccess": 5, "LateralMovement": 5, "Object": 8, "PenTest": 5, "Persistence": 5, "Policy": 2,
        "PrivilegeEscalation": 8, "Recon": 2, "ResourceDevelopment": 5, "Stealth": 2, "Trojan": 8,
        "UnauthorizedAccess": 8,
    ]

    private static func feature(_ kind: Kind, _ deed: Deed, _ threatened: String) -> String {
        switch (kind, deed) {
        case (.sequence, _): "Correlation"
        case (.object, _), (.bucketRecoveryPoint, _), (.recoveryPoint, _), (.image, _), (.snapshot, _):
            "MalwareProtection"
        case (_, .malware): "EbsMalwareProtection"
        case (.instance, _) where threatened == "Runtime": "RuntimeMonitoring"
        case (_, .nameRequest): "DnsLogs"
        case (.kubernetes, _): "EksAuditLogs"
        case (.database, _): "RdsLoginEvents"
        case (.function, _): "LambdaNetworkActivityLogs"
        case (.bucket, _): "S3DataEvents"
        case (.accessKey, _): "CloudTrail"
        default: "FlowLogs"
        }
    }
}
