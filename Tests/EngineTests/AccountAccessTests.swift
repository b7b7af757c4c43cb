import AWSClient
import ActionKit
import JSON
import Testing

@testable import Engine

@Suite struct AccountAccessTests {
    private let aws = FakeAWS()
    private var reader: SessionReader {
        SessionReader(
            access: aws,
            session: Session(execution: "e", policy: SessionPolicy.text(allowing: [], reading: [EC2.describeTags])))
    }

    @Test("an action reads through its session")
    func reads() async throws {
        #expect(try await reader.read(TagStep.read("Name"))["Tags"]?.array?.count == 1)
    }

    @Test(
        "an action that tries to write is refused before AWS is asked",
        arguments: [
            TagStep.create("a", "1"), TagStep.delete("a"), TagStep.call(SNS.publish, [:]),
        ])
    func writes(_ call: Call) async {
        let error = await #expect(throws: AWSError.self) { try await reader.read(call) }
        #expect(error?.kind == .invalidInput)
        #expect(await aws.calls.isEmpty)
    }
}
