/// GuardDuty finding types that AWS lists as retired, or has renamed.
///
/// Source: "Retired finding types" in the Amazon GuardDuty User Guide, as of November 2026.
enum RetiredFindingTypes {
    /// What to write instead of a type that no longer comes; nil for every other.
    static func advice(_ type: String) -> String? {
        if type == "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration" {
            return "Write \(type).OutsideAWS, \(type).InsideAWS, or both."
        }
        return retired.contains(type) ? "It is retired; remove it." : nil
    }

    private static let retired: Set<String> = [
        "Backdoor:EC2/XORDDOS",
        "Behavior:IAMUser/InstanceLaunchUnusual",
        "CryptoCurrency:EC2/BitcoinTool.A",
        "Discovery:S3/BucketEnumeration.Unusual",
        "Exfiltration:S3/ObjectRead.Unusual",
        "Impact:S3/ObjectDelete.Unusual",
        "Impact:S3/PermissionsModification.Unusual",
        "Persistence:IAMUser/NetworkPermissions",
        "Persistence:IAMUser/ResourcePermissions",
        "Persistence:IAMUser/UserPermissions",
        "PrivilegeEscalation:IAMUser/AdministrativePermissions",
        "Recon:IAMUser/NetworkPermissions",
        "Recon:IAMUser/ResourcePermissions",
        "Recon:IAMUser/UserPermissions",
        "ResourceConsumption:IAMUser/ComputeResources",
        "Stealth:IAMUser/LoggingConfigurationModified",
        "UnauthorizedAccess:EC2/TorIPCaller",
        "UnauthorizedAccess:IAMUser/ConsoleLogin",
        "UnauthorizedAccess:IAMUser/UnusualASNCaller",
    ]
}
