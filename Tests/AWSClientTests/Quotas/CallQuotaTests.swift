import JSON
import Testing

@testable import AWSClient

@Suite struct CallQuotaTests {
    @Test(
        "the published numbers are kept, large buckets but for a reserve",
        arguments: [
            (EC2.modifyNetworkInterfaceAttribute, 95.0, 5.0), (EC2.createSnapshots, 95, 5), (EC2.createTags, 95, 10),
            (EC2.describeVpcs, 95, 20), (EC2.revokeSecurityGroupEgress, 47, 5), (STS.assumeRole, 570, 600),
            (SSM.startAutomationExecution, 1, 1), (SSM.describeAutomationExecutions, 3, 3),
            (SecurityHub.getFindings, 6, 3), (SecurityHub.batchUpdateFindings, 30, 10), (CloudTrail.lookupEvents, 2, 2),
        ])
    func published(_ operation: Operation, _ capacity: Double, _ refill: Double) throws {
        let quota = try #require(CallQuota.of(operation, [:]))
        #expect((quota.capacity, quota.refill, quota.ceiling) == (capacity, refill, refill))
    }

    @Test("reads without a filter and a size of page have a smaller bucket of their own")
    func unfiltered() throws {
        func bucket(_ input: JSONValue) -> CallQuota? { CallQuota.of(EC2.describeInstances, input) }
        let wide = try #require(bucket(["InstanceIds": ["i-1"]]))
        #expect((wide.capacity, wide.refill) == (47, 10))
        #expect(bucket(["Filters": []]) == wide)
        for input: JSONValue in [["Filters": [["Name": "vpc-id"]]], ["MaxResults": 50], ["NextToken": "t"]] {
            let narrow = try #require(bucket(input))
            #expect((narrow.capacity, narrow.refill) == (95, 20))
            #expect(narrow.bucket != wide.bucket)
        }
    }

    @Test(
        "what nobody publishes begins at five a second and may rise", arguments: [IAM.getRole, GuardDuty.getFindings])
    func unpublished(_ operation: Operation) throws {
        let quota = try #require(CallQuota.of(operation, [:]))
        #expect((quota.capacity, quota.refill, quota.ceiling) == (20, 5, 100))
    }

    @Test("all of STS is one bucket, and every other operation has its own")
    func families() {
        #expect(CallQuota.of(STS.assumeRole, [:]) == CallQuota.of(STS.getCallerIdentity, [:]))
        #expect(CallQuota.of(IAM.getRole, [:])?.bucket == "GetRole")
        #expect(CallQuota.of(IAM.getUser, [:])?.bucket == "GetUser")
    }

    @Test("the journal and the queue wait for nothing", arguments: [DynamoDB.putItem, DynamoDB.query, SQS.sendMessage])
    func unlimited(_ operation: Operation) { #expect(CallQuota.of(operation, [:]) == nil) }
}
