import Findings
import Foundation
import JSON
import Testing

/// Every finding type GuardDuty knows leads to a resource that Quell can route by.
@Suite struct FindingTypeTests {
    /// A typical resource of each resource type, and its kind in words.
    private static let resources: [String: (resource: JSONValue, kind: String)] = [
        "Instance": (SampleEvents.instance, "EC2 instance"),
        "AccessKey": (SampleEvents.key("IAMUser", name: "alice", id: "AIDACKCEVSQ6C2EXAMPLE"), "IAM user"),
        "S3Bucket": (["resourceType": "S3Bucket", "s3BucketDetails": [["name": "logs"]]], "S3 bucket"),
        "S3Object": (["resourceType": "S3Object", "s3BucketDetails": [["name": "logs"]]], "S3 bucket"),
        "ECSCluster": (["resourceType": "ECSCluster", "ecsClusterDetails": ["name": "web"]], "ECS cluster"),
        "EKSCluster": (["resourceType": "EKSCluster", "eksClusterDetails": ["name": "prod"]], "EKS cluster"),
        "Lambda": (["resourceType": "Lambda", "lambdaDetails": ["functionName": "pay"]], "Lambda function"),
        "RDSDBInstance": (
            ["resourceType": "RDSDBInstance", "rdsDbInstanceDetails": ["dbiResourceId": "db-ABC1"]],
            "RDS instance"
        ),
    ]

    @Test("every finding type has a resource of the kind its resource type names")
    func kinds() throws {
        let file = try #require(
            Bundle.module.url(forResource: "Fixtures/guardduty-finding-types", withExtension: "txt"))
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines.count > 250)
        for line in lines {
            let parts = line.split(separator: " ").map(String.init)
            let resourceType = parts[1] == "-" ? "NotInTheGuide" : parts[1]
            let known = Self.resources[resourceType]
            let resource = known?.resource ?? ["resourceType": .string(resourceType)]
            guard case .finding(let finding, _) = Intake(SampleEvents.guardDuty(parts[0], resource)) else {
                Issue.record("\(line): not a finding")
                continue
            }
            #expect(finding.type == parts[0])
            #expect(finding.resource.kind.words == known?.kind ?? resourceType, "\(line)")
        }
    }
}
