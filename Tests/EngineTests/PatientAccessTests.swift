import AWSClient
import ActionKit
import JSON
import Testing

@testable import Engine

@Suite struct PatientAccessTests {
    private let aws = FakeAWS()
    private let clock = TestClock()

    private func session(_ purpose: String = Session.reading) -> Session {
        let calls = [TagStep.read("state"), TagStep.create("state", "x")]
        return Session(execution: "e", policy: SessionPolicy.text(allowing: calls), purpose: purpose)
    }

    private var access: PatientAccess { PatientAccess(aws, clock: clock.engine) }

    @Test("what is refused is read once more, a while later")
    func late() async throws {
        await aws.fail(EC2.describeTags, .refused(.accessDenied))
        let start = clock.now
        let answer = try await access.perform(TagStep.read("state"), in: session())
        #expect(answer["Tags"]?.array?.count == 1)
        #expect(clock.now - start == AWSError.grantPause)
    }

    @Test("what is refused for good costs its time once for each purpose")
    func refused() async throws {
        await aws.failAlways(EC2.describeTags, .refused(.accessDenied))
        let (access, start) = (access, clock.now)
        for purpose in ["read", "read", "test.mark"] {
            await #expect(throws: AWSError.self) {
                _ = try await access.perform(TagStep.read("state"), in: session(purpose))
            }
        }
        #expect(clock.now - start == 2 * AWSError.grantPause)
        #expect(await aws.calls.count == 5)
    }

    @Test("other errors, and calls that change something, are not tried again", arguments: [true, false])
    func others(_ isRead: Bool) async throws {
        await aws.failAlways(EC2.describeTags, .refused(.throttled))
        await aws.failAlways(EC2.createTags, .refused(.accessDenied))
        let (access, start) = (access, clock.now)
        await #expect(throws: AWSError.self) {
            _ = try await access.perform(
                isRead ? TagStep.read("state") : TagStep.create("state", "x"), in: session())
        }
        #expect(clock.now == start)
        #expect(await aws.calls.count == 1)
    }

    @Test("a role that cannot be taken is not waited for")
    func roles() {
        #expect(!AWSError(kind: .accessDenied, operation: "sts:AssumeRole", message: "m").isLateGrant)
        #expect(AWSError(kind: .accessDenied, operation: "ec2:DescribeTags", message: "m").isLateGrant)
    }
}
