/// What Security Hub calls GuardDuty's finding types.
///
/// The names are compared with, and never taken apart: which type a finding has, GuardDuty says.
package enum HubTypeName {
    /// Whether one of a finding's types in Security Hub is its name for a type of GuardDuty.
    package static func isName(of type: String, among names: [String]) -> Bool {
        names.contains { name in
            // As a rule a category, a slash, and the type with its own slash as a dash.
            name.hasSuffix("/" + type.replacing("/", with: "-")) || irregular[type]?.contains(name) == true
        }
    }

    /// The names of a type that do not follow the rule; none for a type that has a regular name.
    package static func irregularNames(of type: String) -> [String] { irregular[type] ?? [] }

    /// Names that do not follow the rule, from the user guide of Security Hub.
    private static let irregular: [String: [String]] = [
        "DefenseEvasion:EC2/UnusualDNSResolver": ["TTPs/DefenseEvasion/EC2:Unusual-DNS-Resolver"],
        "DefenseEvasion:EC2/UnusualDoHActivity": ["TTPs/DefenseEvasion/EC2:Unusual-DoH-Activity"],
        "DefenseEvasion:EC2/UnusualDoTActivity": ["TTPs/DefenseEvasion/EC2:Unusual-DoT-Activity"],
        "CredentialAccess:IAMUser/AnomalousBehavior": ["TTPs/Credential Access/IAMUser-AnomalousBehavior"],
        "DefenseEvasion:IAMUser/AnomalousBehavior": ["TTPs/Defense Evasion/IAMUser-AnomalousBehavior"],
        "Discovery:IAMUser/AnomalousBehavior": ["TTPs/Discovery/IAMUser-AnomalousBehavior"],
        "Exfiltration:IAMUser/AnomalousBehavior": ["TTPs/Exfiltration/IAMUser-AnomalousBehavior"],
        "Impact:IAMUser/AnomalousBehavior": ["TTPs/Impact/IAMUser-AnomalousBehavior"],
        "InitialAccess:IAMUser/AnomalousBehavior": ["TTPs/Initial Access/IAMUser-AnomalousBehavior"],
        "Persistence:IAMUser/AnomalousBehavior": ["TTPs/Persistence/IAMUser-AnomalousBehavior"],
        "PrivilegeEscalation:IAMUser/AnomalousBehavior": ["TTPs/Privilege Escalation/IAMUser-AnomalousBehavior"],
        "PenTest:IAMUser/KaliLinux": ["TTPs/PenTest:IAMUser/KaliLinux"],
        "PenTest:IAMUser/ParrotLinux": ["TTPs/PenTest:IAMUser/ParrotLinux"],
        "PenTest:IAMUser/PentooLinux": ["TTPs/PenTest:IAMUser/PentooLinux"],
        "CredentialAccess:Kubernetes/AnomalousBehavior.SecretsAccessed": [
            "TTPs/AnomalousBehavior/CredentialAccess:Kubernetes-SecretsAccessed"
        ],
        "Discovery:Kubernetes/AnomalousBehavior.PermissionChecked": [
            "TTPs/AnomalousBehavior/Discovery:Kubernetes-PermissionChecked"
        ],
        "Execution:Kubernetes/AnomalousBehavior.ExecInPod": ["TTPs/AnomalousBehavior/Execution:Kubernetes-ExecInPod"],
        "Execution:Kubernetes/AnomalousBehavior.WorkloadDeployed": [
            "TTPs/AnomalousBehavior/Execution:Kubernetes-WorkloadDeployed"
        ],
        "Persistence:Kubernetes/AnomalousBehavior.WorkloadDeployed!ContainerWithSensitiveMount": [
            "TTPs/AnomalousBehavior/Persistence:Kubernetes-WorkloadDeployed!ContainerWithSensitiveMount"
        ],
        "PrivilegeEscalation:Kubernetes/AnomalousBehavior.RoleBindingCreated": [
            "TTPs/AnomalousBehavior/PrivilegeEscalation:Kubernetes-RoleBindingCreated"
        ],
        "PrivilegeEscalation:Kubernetes/AnomalousBehavior.RoleCreated": [
            "TTPs/AnomalousBehavior/PrivilegeEscalation:Kubernetes-RoleCreated"
        ],
        "PrivilegeEscalation:Kubernetes/AnomalousBehavior.WorkloadDeployed!PrivilegedContainer": [
            "TTPs/AnomalousBehavior/PrivilegeEscalation:Kubernetes-WorkloadDeployed!PrivilegedContainer"
        ],
        "Impact:Runtime/SuspiciousDomainRequest.Reputation": [
            "TTPs/Impact/Impact:Runtime-SuspiciousDomainRequest.Reputatio"
        ],
        "CryptoCurrency:Lambda/BitcoinTool.B": [
            "TTPs/Command and Control/CryptoCurrency:Lambda-BitcoinTool.B",
            "Effects/Resource Consumption/CryptoCurrency:Lambda-BitcoinTool.B",
        ],
        "Discovery:RDS/MaliciousIPCaller": ["TTPs/Discovery/RDS-MaliciousIPCaller"],
        "Discovery:RDS/TorIPCaller": ["TTPs/Discovery/RDS-TorIPCaller"],
        "AttackSequence:IAM/CompromisedCredentials": ["TTPs/AttackSequence:IAM/CompromisedCredentials"],
        "AttackSequence:S3/CompromisedData": ["TTPs/AttackSequence:S3/CompromisedData"],
    ]
}
