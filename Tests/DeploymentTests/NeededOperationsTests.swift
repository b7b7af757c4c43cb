import AWSClient
import ActionKit
import JSON
import Playbook
import Testing

@testable import Deployment

@Suite struct NeededOperationsTests {
    private static func playbook(_ options: String) throws -> Playbook {
        try Deployed.playbook(Deployed.rule("a", "{ec2.isolate-instance: {\(options)}}"))
    }

    private static func template(_ options: String) throws -> String {
        try #require(try Deployed.files(playbook(options))["service-account.yaml"])
    }

    @Test(
        "what only an option brings is granted where a rule gives the option, and nowhere else",
        arguments: [
            ("snapshot: true", ["ec2:CreateSnapshots", "ec2:DescribeSnapshots"]),
            ("stop: true", ["ec2:StopInstances", "ec2:StartInstances"]),
            (
                "cut-live-flows: transit",
                ["Sid: OpenTransitGroup", "ec2:AuthorizeSecurityGroupEgress, ec2:AuthorizeSecurityGroupIngress"]
            ),
        ])
    func options(_ option: String, _ actions: [String]) throws {
        let all = ["snapshot: true", "stop: true", "cut-live-flows: transit"]
        let with = try Self.template(option)
        let without = try Self.template(all.filter { $0 != option }.joined(separator: ", "))
        for action in actions.flatMap({ $0.split(separator: ", ").map(String.init) }) {
            #expect(with.contains(action), "\(action) with \(option)")
            // What denies names it still.
            let allowed = without.replacing("- ec2:StopInstances", with: "").split(separator: "Effect: Deny")
            #expect(!allowed[0].contains(action) || action == "ec2:StopInstances", "\(action) without \(option)")
        }
    }

    @Test("the standard of an option, said aloud, brings nothing")
    func standard() throws {
        #expect(try Self.template("snapshot: false, stop: false, cut-live-flows: off") == Self.template(""))
    }

    @Test("a grant keeps the actions that are called, and one of no other action is left out")
    func narrowing() throws {
        let manifest = Manifest(
            id: "ec2.isolate-instance", summary: "X.", phase: .contain, harm: .none, reads: [EC2.describeTags],
            watches: [EC2.describeTags, EC2.describeSnapshots], writes: [EC2.stopInstances, EC2.createSnapshots],
            options: [Manifest.Option("stop", .flag, standard: false, "Stops.")],
            onlyWith: ["stop": [EC2.stopInstances, EC2.describeSnapshots]],
            grants: [
                Grant("Both", ["ec2:StopInstances", "ec2:CreateSnapshots"], on: ["*"]),
                Grant("One", ["ec2:StopInstances"], on: ["*"]),
                Grant("Never", ["ec2:StopInstances"], on: ["*"], effect: .deny),
            ])
        let without = NeededOperations(of: manifest, in: try Self.playbook(""))
        #expect(without.grants.map(\.id) == ["Both", "Never"])
        #expect(without.grants.map(\.actions) == [["ec2:CreateSnapshots"], ["ec2:StopInstances"]])
        #expect(without.actions(manifest.watches) == ["ec2:DescribeTags"])
        let with = NeededOperations(of: manifest, in: try Self.playbook("stop: true"))
        #expect(with.grants == manifest.grants)
        #expect(with.actions(manifest.watches) == ["ec2:DescribeSnapshots", "ec2:DescribeTags"])
        #expect(with.actions([]) == [] && with.reading([]).isEmpty)
    }
}
