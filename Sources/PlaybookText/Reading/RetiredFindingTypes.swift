/// GuardDuty finding types that AWS lists as retired, or has renamed.
///
/// Source: "Retired finding types" in the Amazon GuardDuty User Guide, as of November 2026.
enum RetiredFindingTypes {
    /// What to write instead of a type that no longer comes; nil for every other.
    static func advice(_ type: String) -> String? {
        if type == "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration" {
            return "Write \(type).OutsideAWS, \(type).InsideAWS, or both."
        }
        guard let successor = retired[type] else { return nil }
        guard let successor else { return "It is retired; remove it." }
        return "It is retired; the nearest current type is \(successor.quoted)."
    }

    /// Each with the current type that tells of the nearest thing; nil where none does.
    private static let retired: [String: String?] = [
        "Backdoor:EC2/XORDDOS": "Backdoor:EC2/DenialOfService.Tcp",
        "Behavior:IAMUser/InstanceLaunchUnusual": "Impact:IAMUser/AnomalousBehavior",
        "CryptoCurrency:EC2/BitcoinTool.A": "CryptoCurrency:EC2/BitcoinTool.B",
        "Discovery:S3/BucketEnumeration.Unusual": "Discovery:S3/AnomalousBehavior",
        "Exfiltration:S3/ObjectRead.Unusual": "Exfiltration:S3/AnomalousBehavior",
        "Impact:S3/ObjectDelete.Unusual": "Impact:S3/AnomalousBehavior.Delete",
        "Impact:S3/PermissionsModification.Unusual": "Impact:S3/AnomalousBehavior.Permission",
        "Persistence:IAMUser/NetworkPermissions": "Persistence:IAMUser/AnomalousBehavior",
        "Persistence:IAMUser/ResourcePermissions": "Persistence:IAMUser/AnomalousBehavior",
        "Persistence:IAMUser/UserPermissions": "Persistence:IAMUser/AnomalousBehavior",
        "PrivilegeEscalation:IAMUser/AdministrativePermissions": "PrivilegeEscalation:IAMUser/AnomalousBehavior",
        "Recon:IAMUser/NetworkPermissions": "Discovery:IAMUser/AnomalousBehavior",
        "Recon:IAMUser/ResourcePermissions": "Discovery:IAMUser/AnomalousBehavior",
        "Recon:IAMUser/UserPermissions": "Discovery:IAMUser/AnomalousBehavior",
        "ResourceConsumption:IAMUser/ComputeResources": "Impact:IAMUser/AnomalousBehavior",
        "Stealth:IAMUser/LoggingConfigurationModified": "DefenseEvasion:IAMUser/AnomalousBehavior",
        "UnauthorizedAccess:EC2/TorIPCaller": nil,
        "UnauthorizedAccess:IAMUser/ConsoleLogin": "InitialAccess:IAMUser/AnomalousBehavior",
        "UnauthorizedAccess:IAMUser/UnusualASNCaller": nil,
    ]
}
