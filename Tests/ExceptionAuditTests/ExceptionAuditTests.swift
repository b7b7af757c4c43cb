import AWSClient
import JSON
import Testing

@testable import ExceptionAudit

@Suite struct ExceptionAuditTests {
    private static let one = "111111111111"
    private static let two = "222222222222"

    private func audit(_ reader: FakeReader, regions: [String] = []) throws -> ExceptionAudit {
        ExceptionAudit(
            reader: reader, clock: FakeReader.clock, tag: "SecurityException", regions: regions,
            partition: try Partition(region: "eu-central-1"), homeRegion: "eu-central-1", asksCloudTrail: false)
    }

    private static func plain(_ ask: FakeReader.Ask) -> JSONValue? {
        switch ask.operation {
        case "ec2:DescribeRegions": ["Regions": [["RegionName": "eu-central-1"], ["RegionName": "us-east-1"]]]
        case "resourcegroupstaggingapi:GetResources":
            [
                "ResourceTagMappingList": [
                    [
                        "ResourceARN": .string("arn:aws:s3:::\(ask.account)-\(ask.region)"),
                        "Tags": [["Key": "SecurityException", "Value": "Jira-1"]],
                    ],
                    // The tagging API also lists what once had the tag.
                    ["ResourceARN": "arn:aws:s3:::former", "Tags": [["Key": "securityexception", "Value": "x"]]],
                ]
            ]
        case "iam:ListRoles": ["Roles": [["RoleName": "a", "Arn": .string("arn:aws:iam::\(ask.account):role/p/a")]]]
        case "iam:ListUsers": ["Users": [["UserName": "u", "Arn": .string("arn:aws:iam::\(ask.account):user/u")]]]
        case "iam:ListRoleTags": ["Tags": [["Key": "SecurityException", "Value": "Jira-2"]]]
        case "iam:ListUserTags":
            ["Tags": [["Key": "securityException", "Value": "Jira-3"], ["Key": "Team", "Value": "x"]]]
        default: nil
        }
    }

    @Test("reads every enabled Region, and IAM once an account, by the exact key")
    func reads() async throws {
        let reader = FakeReader { ask throws(AWSError) in Self.plain(ask) }
        let report = try await audit(reader).run([Self.one, Self.two])
        #expect(report.unread.isEmpty)
        #expect(
            report.exceptions.map { $0.arn }
                == [Self.one, Self.two].flatMap {
                    ["arn:aws:s3:::\($0)-eu-central-1", "arn:aws:iam::\($0):role/p/a", "arn:aws:s3:::\($0)-us-east-1"]
                })
        #expect(report.nearMisses.map { $0.key } == ["securityException", "securityException"])
        #expect(reader.asked.count { $0.operation == "iam:ListRoles" } == 2)
        #expect(reader.asked.filter { $0.operation.hasPrefix("iam:") }.allSatisfy { $0.region == "us-east-1" })
    }

    @Test("an account whose role cannot be assumed is one row, and the others are read")
    func unreadable() async throws {
        let reader = FakeReader { ask throws(AWSError) in
            guard ask.account == Self.one else { throw FakeReader.refusal("sts:AssumeRole") }
            return Self.plain(ask)
        }
        let report = try await audit(reader, regions: ["eu-central-1", "us-east-1"]).run([Self.one, Self.two])
        #expect(report.unread.map { $0.account } == [Self.two])
        #expect(report.unread.map { $0.region } == [nil])
        #expect(Set(report.rows.map(\.account)) == [Self.one])
    }

    @Test("a Region that refuses is one row, and the rest of the account is read")
    func region() async throws {
        let reader = FakeReader { ask throws(AWSError) in
            if ask.operation == "resourcegroupstaggingapi:GetResources", ask.region == "us-east-1" {
                throw FakeReader.refusal(ask.operation)
            }
            return Self.plain(ask)
        }
        let report = try await audit(reader).run([Self.one])
        #expect(report.unread.map { $0.region } == ["us-east-1"])
        #expect(report.exceptions.count == 2 && report.nearMisses.count == 1)
    }

    @Test("the operations it declares are those it calls, and they only read")
    func operations() async throws {
        #expect(ExceptionAudit.operations.allSatisfy { $0.isReadOnly })
        let reader = FakeReader { ask throws(AWSError) in
            ask.operation == "cloudtrail:LookupEvents" ? ["Events": []] : Self.plain(ask)
        }
        let audit = ExceptionAudit(
            reader: reader, clock: FakeReader.clock, tag: "SecurityException", regions: [],
            partition: try Partition(region: "eu-central-1"), homeRegion: "eu-central-1", asksCloudTrail: true)
        _ = await audit.run([Self.one])
        #expect(Set(reader.asked.map(\.operation)) == Set(ExceptionAudit.operations.map(\.id)))
    }
}
