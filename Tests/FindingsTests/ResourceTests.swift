import Findings
import JSON
import Testing

@Suite struct ResourceTests {
    @Test(
        "a finding about a bucket can be looked at as one about who used it",
        arguments: [
            ("IAMUser", "anna", "AIDAIOSFODNN7EXAMPLE1", "IAM user anna"),
            ("AssumedRole", "web", "AROAIOSFODNN7EXAMPLE1:session", "IAM role web"),
            ("Root", "Root", "444455556666", "root user root of"),
            ("AWSAccount", "777788889999", "777788889999", "AWS account 777788889999"),
            ("ANONYMOUS_PRINCIPAL", "ANONYMOUS_PRINCIPAL", "", "anonymous principal"),
            // A name that IAM could not have given is nobody's.
            ("IAMUser", "not a name", "AIDAIOSFODNN7EXAMPLE1", "principal"), (nil, "", "", "principal unknown"),
        ])
    func principalOfBucket(_ type: String?, _ name: String, _ id: String, _ words: String) throws {
        var resource: [String: JSONValue] = ["resourceType": "S3Bucket", "s3BucketDetails": [["name": "logs"]]]
        if let type {
            resource["accessKeyDetails"] = [
                "accessKeyId": "", "principalId": .string(id), "userName": .string(name), "userType": .string(type),
            ]
        }
        let event = SampleEvents.guardDuty("Exfiltration:S3/AnomalousBehavior", .object(resource))
        guard case .finding(let finding, _) = Intake(event) else {
            Issue.record("The event is refused.")
            return
        }
        #expect(finding.resource.description == "S3 bucket logs")
        let seen = finding.aboutItsPrincipal
        #expect(seen.resource.description.hasPrefix(words), "\(seen.resource)")
        #expect(seen.id == finding.id && seen.aboutItsPrincipal == seen)
        if case .s3Bucket = seen.resource.kind { Issue.record("It is still about the bucket.") }
    }

    @Test("a finding about a principal is about it either way", arguments: ["IAMUser", "AssumedRole", "Root"])
    func principalItself(_ type: String) throws {
        let id = type == "IAMUser" ? "AIDAIOSFODNN7EXAMPLE1" : "AROAIOSFODNN7EXAMPLE1"
        let event = SampleEvents.guardDuty(
            "X:IAMUser/Y",
            [
                "resourceType": "AccessKey",
                "accessKeyDetails": [
                    "accessKeyId": "AKIAIOSFODNN7EXAMPLE", "principalId": .string(id), "userName": "anna",
                    "userType": .string(type),
                ],
            ])
        guard case .finding(let finding, _) = Intake(event) else {
            Issue.record("The event is refused.")
            return
        }
        #expect(finding.aboutItsPrincipal == finding)
    }

    private func resource(_ event: JSONValue) throws -> Resource {
        guard case .finding(let finding, _) = Intake(event) else {
            Issue.record("not a finding: \(Intake(event))")
            throw Unexpected()
        }
        return finding.resource
    }

    private struct Unexpected: Error {}

    @Test(
        "an access key stands for its principal",
        arguments: [
            ("IAMUser", "IAM user alice"), ("AssumedRole", "IAM role alice"), ("Role", "IAM role alice"),
            ("Root", "root user root of 111122223333"), ("FederatedUser", "federated user alice"),
            ("AWSService", "AWS service alice"), ("AWSAccount", "AWS account alice"),
            ("Directory", "directory user alice"),
            ("SAMLUser", "SAML user alice"), ("WebIdentityUser", "web identity user alice"),
            ("ANONYMOUS_PRINCIPAL", "anonymous principal alice"), ("Novelty", "principal alice"),
        ])
    func principals(_ userType: String, _ words: String) throws {
        let key = SampleEvents.key(userType, name: "alice", id: "AROACKCEVSQ6C2EXAMPLE:session-1")
        let found = try resource(SampleEvents.guardDuty("UnauthorizedAccess:IAMUser/X", key))
        #expect(found.description == words)
        #expect(found.principal?.userType == userType)
        #expect(found.principal?.uniqueID?.description == "AROACKCEVSQ6C2EXAMPLE")
        #expect(found.principal?.accessKeyID?.description == "ASIAIOSFODNN7EXAMPLE")
        #expect(found.arn == (userType == "Root" ? "arn:aws:iam::111122223333:root" : nil))
    }

    @Test("knows the session of a role, and takes the path off its name")
    func session() throws {
        let key = SampleEvents.key("AssumedRole", name: "team/deploy", id: "AROACKCEVSQ6C2EXAMPLE:i-0abc")
        let found = try resource(SampleEvents.guardDuty("UnauthorizedAccess:IAMUser/X", key))
        #expect(found.id == "deploy" && found.principal?.sessionName == "i-0abc")
    }

    @Test(
        "rejects a user or role with a name or id IAM does not allow",
        arguments: [("", "AIDA0"), ("a b", "AIDA0"), ("alice", "AIDA 0"), ("alice", "AROA0:a b"), ("é", "AIDA0")])
    func badPrincipals(_ name: String, _ id: String) {
        for userType in ["IAMUser", "AssumedRole"] {
            let key = SampleEvents.key(userType, name: name, id: id)
            guard case .rejected = Intake(SampleEvents.guardDuty("X:IAMUser/Y", key)) else {
                Issue.record("accepted \(name) \(id)")
                continue
            }
        }
    }

    @Test(
        "reads the resource by its resource type",
        arguments: [
            (
                ["resourceType": "S3Bucket", "s3BucketDetails": [["name": "logs"]]], "S3 bucket logs",
                "arn:aws:s3:::logs"
            ),
            (
                ["resourceType": "S3Object", "s3BucketDetails": [["name": "logs"]]], "S3 bucket logs",
                "arn:aws:s3:::logs"
            ),
            (["resourceType": "S3Object"], "S3Object S3Object", nil),
            (
                [
                    "resourceType": "RDSDBInstance",
                    "rdsDbInstanceDetails": [
                        "dbInstanceIdentifier": "orders", "dbiResourceId": "db-ABC123",
                        "dbInstanceArn": "arn:aws:rds:eu-west-1:111122223333:db:orders",
                    ],
                ], "RDS instance orders", "arn:aws:rds:eu-west-1:111122223333:db:orders"
            ),
            (
                ["resourceType": "EKSCluster", "eksClusterDetails": ["name": "prod"]], "EKS cluster prod",
                "arn:aws:eks:eu-west-1:111122223333:cluster/prod"
            ),
            (
                [
                    "resourceType": "ECSCluster",
                    "ecsClusterDetails": ["name": "web", "arn": "arn:aws:ecs:eu-west-1:111122223333:cluster/web"],
                ], "ECS cluster web", "arn:aws:ecs:eu-west-1:111122223333:cluster/web"
            ),
            (
                ["resourceType": "Lambda", "lambdaDetails": ["functionName": "pay"]], "Lambda function pay",
                "arn:aws:lambda:eu-west-1:111122223333:function:pay"
            ),
            (["resourceType": "Container", "containerDetails": ["id": "abc"]], "Container Container", nil),
            (["resourceType": "AttackSequence"], "AttackSequence AttackSequence", nil),
            (["resourceType": "SomethingOf2030", "x": [1]], "SomethingOf2030 SomethingOf2030", nil),
        ] as [(JSONValue, String, String?)])
    func guardDuty(_ resource: JSONValue, _ words: String, _ arn: String?) throws {
        let found = try self.resource(SampleEvents.guardDuty("Any:Kind/OfFinding", resource))
        #expect(found.description == words)
        #expect(found.arn == arn)
    }

    @Test(
        "reads the resource of a Config change",
        arguments: [
            ("AWS::EC2::Instance", "i-99999999", "EC2 instance i-99999999"),
            ("AWS::EC2::Volume", "vol-99999999", "EBS volume vol-99999999"),
            ("AWS::S3::Bucket", "logs", "S3 bucket logs"), ("AWS::RDS::DBInstance", "db-ABC1", "RDS instance db-ABC1"),
            ("AWS::EKS::Cluster", "prod", "EKS cluster prod"), ("AWS::Lambda::Function", "pay", "Lambda function pay"),
            ("AWS::ECS::Cluster", "arn:aws:ecs:eu-west-1:111122223333:cluster/web", "ECS cluster web"),
            ("AWS::IAM::User", "AIDACKCEVSQ6C2EXAMPLE", "AWS::IAM::User AIDACKCEVSQ6C2EXAMPLE"),
            ("AWS::::Account", "111122223333", "AWS::::Account 111122223333"),
        ])
    func config(_ type: String, _ id: String, _ words: String) throws {
        #expect(try resource(SampleEvents.config(type, id)).description == words)
    }

    @Test("rejects a resource in another account")
    func foreign() {
        let cluster: JSONValue = [
            "resourceType": "EKSCluster",
            "eksClusterDetails": ["name": "prod", "arn": "arn:aws:eks:eu-west-1:444455556666:cluster/prod"],
        ]
        guard case .rejected(let rejection) = Intake(SampleEvents.guardDuty("X:Kubernetes/Y", cluster)) else {
            Issue.record("accepted")
            return
        }
        #expect(rejection.field == "$.detail.resource.eksClusterDetails.arn")
    }
}
