import ActionKit
import Foundation
import JSON
import Testing

/// The permissions page is written by hand, so that each statement can have its reason; nothing may be missing or too much.
@Suite struct PermissionsPageTests {
    /// What the engine needs beside its actions: to take the role, to confirm a finding, to read tags.
    private static let engine: Set<String> = [
        "sts:AssumeRole", "sts:SetSourceIdentity", "config:GetComplianceDetailsByResource", "guardduty:GetFindings",
        "ec2:DescribeInstances", "ec2:DescribeSecurityGroups", "ec2:DescribeVolumes", "iam:GetRole", "iam:GetUser",
        "rds:DescribeDBInstances", "s3:GetBucketTagging",
    ]

    @Test("its policies grant what the actions and the engine need, and nothing else")
    func grants() throws {
        let page = RegistryTests.root.appending(path: "Documentation/permissions.md")
        let granted = try Self.granted(String(contentsOf: page, encoding: .utf8))
        let needed = Set(Listed.all.flatMap { $0.action.manifest.iamActions }).union(Self.engine)
        #expect(needed.subtracting(granted).sorted() == [], "add them to Documentation/permissions.md")
        #expect(granted.subtracting(needed).sorted() == [], "remove them from Documentation/permissions.md")
    }

    @Test(
        "takes single actions and lists of them from the JSON of a page",
        arguments: [
            (
                "```json\n{\"Statement\": [{\"Action\": \"a:B\"}, {\"Action\": [\"a:C\", \"a:D\"]}]}\n```\n",
                ["a:B", "a:C", "a:D"]
            ),
            ("Action a:B\n```sh\na:B\n```\n", []),
        ] as [(String, Set<String>)])
    func reads(_ page: String, _ actions: Set<String>) throws {
        #expect(try Self.granted(page) == actions)
    }

    /// Actions of all statements in the JSON blocks of a Markdown page.
    private static func granted(_ page: String) throws -> Set<String> {
        var actions: Set<String> = []
        for block in page.split(separator: "```json\n").dropFirst(page.hasPrefix("```json") ? 0 : 1) {
            let text = block.prefix(upTo: block.firstRange(of: "\n```")?.lowerBound ?? block.endIndex)
            for statement in try JSONValue(parsing: String(text))["Statement"]?.array ?? [] {
                let action = statement["Action"]
                actions.formUnion(action?.strings ?? action?.string.map { [$0] } ?? [])
            }
        }
        return actions
    }
}
