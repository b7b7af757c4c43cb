import AWSClient
import ActionKit
import Testing

@Suite struct ManifestGrantsTests {
    private func manifest(_ grants: [Grant]) -> Manifest {
        Manifest(
            id: "a", summary: "A.", phase: .contain, harm: .none, writes: [EC2.stopInstances], grants: grants)
    }

    private let stop = Grant("Stop", ["ec2:StopInstances"], on: ["*"])

    @Test("grants that are what the action calls fit, whatever is denied beside them")
    func fit() {
        #expect(manifest([stop]).misfits == [])
        #expect(manifest([stop] + Grant.guards(["ec2:StartInstances"], on: ["*"])).misfits == [])
    }

    @Test("what is missing, too much, named twice or misnamed is said")
    func misfit() {
        #expect(manifest([]).misfits == ["Nothing grants ec2:StopInstances, which its writes call."])
        let start = Grant("Start", ["ec2:StartInstances"], on: ["*"])
        #expect(manifest([stop, start]).misfits == ["ec2:StartInstances is granted, but its writes do not call it."])
        #expect(manifest([stop, stop]).misfits == ["Two grants of its writes are named Stop."])
        let misnamed = Grant("a-b", ["ec2:StopInstances"], on: ["*"])
        #expect(manifest([misnamed]).misfits == ["a-b cannot name a grant: IAM takes letters and digits."])
        let denied = Grant("Stop", ["ec2:StopInstances"], on: ["*"], effect: .deny)
        #expect(manifest([denied]).misfits.count == 1)
    }
}
