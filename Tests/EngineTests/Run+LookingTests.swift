import AWSClient
import ActionKit
import JSON
import Testing

@testable import Engine

/// A resource is gone when it is not there twice.
@Suite struct RunLookingTests {
    @Test("what is gone is looked for once more, and is moot then")
    func gone() async throws {
        let stage = try Stage()
        await stage.aws.change { $0.tags = [:] }
        let start = stage.clock.now
        #expect(try await stage.respond().conclusion.outcome == .moot)
        #expect(stage.clock.now - start >= Run.mootPause)
        #expect(await stage.aws.operations.filter { $0 == EC2.describeInstances.id }.count == 2)
    }

    @Test("what shows at the second look is contained", arguments: [true, false])
    func late(_ isSeenByTags: Bool) async throws {
        let stage = try Stage()
        // The first reading is that of the tags; the action's own comes after it.
        if isSeenByTags {
            await stage.aws.fail(EC2.describeInstances, .refused(.notFound))
        } else {
            await stage.aws.fail(EC2.describeTags, .refused(.notFound))
        }
        let response = try await stage.respond()
        #expect(response.conclusion.outcome == .contained, "\(response.conclusion.why)")
        #expect(await stage.aws.complaints.isEmpty)
    }
}
