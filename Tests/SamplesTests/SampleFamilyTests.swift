import Testing

@testable import Samples

struct SampleFamilyTests {
    @Test(
        "a type tells what it is about and what was done",
        arguments: [
            ("Recon:EC2/PortProbeUnprotectedPort", "Instance", SampleFamily.Deed.probe, "TARGET"),
            ("UnauthorizedAccess:EC2/SSHBruteForce", "Instance", .connection, "TARGET"),
            ("Trojan:EC2/DropPoint!DNS", "Instance", .nameRequest, "ACTOR"),
            ("Execution:Runtime/ReverseShell", "Instance", .process, "ACTOR"),
            ("Execution:EC2/MaliciousFile", "Instance", .malware, "ACTOR"),
            ("Execution:EC2/MaliciousFile!Snapshot", "EBSSnapshot", .malware, "TARGET"),
            ("Execution:S3/MaliciousFile!RecoveryPoint", "S3RecoveryPoint", .malware, "TARGET"),
            ("Impact:S3/DataDestruction", "AccessKey", .call, "TARGET"),
            ("Impact:S3/AnomalousBehavior.Delete", "S3Bucket", .call, "TARGET"),
            ("Policy:Kubernetes/ExposedDashboard", "EKSCluster", .kubernetesCall, "TARGET"),
            ("Discovery:RDS/TorIPCaller", "RDSDBInstance", .login, "TARGET"),
            ("Backdoor:Lambda/C&CActivity.B", "Lambda", .connection, "ACTOR"),
            ("AttackSequence:S3/CompromisedData", "AttackSequence", .sequence, "TARGET"),
        ])
    func families(_ type: String, _ kind: String, _ deed: SampleFamily.Deed, _ role: String) throws {
        let family = try #require(SampleFamily(type))
        #expect(family.kind.rawValue == kind)
        #expect(family.deed == deed)
        #expect(family.role == role)
    }

    @Test("a text of another form is no type", arguments: ["", "Trojan", "Trojan:EC2", "EC2/DropPoint"])
    func refuses(_ text: String) { #expect(SampleFamily(text) == nil) }
}
