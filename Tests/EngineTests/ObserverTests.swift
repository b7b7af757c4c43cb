import ActionKit
import JSON
import AWSClient
import Testing

@testable import Engine

@Suite struct ObserverTests {
    private let aws = FakeAWS()
    private var reader: EffectReader {
        EffectReader(
            access: aws,
            session: Session(execution: "e", policy: SessionPolicy.text(allowing: [], reading: [EC2.describeTags])))
    }

    @Test("asks once for what several effects share, errors included")
    func once() async throws {
        var reader = reader
        #expect(try await reader.value(TagStep.read("state"), "Tags[].Value") == ["open"])
        #expect(try await reader.value(TagStep.read("state"), "Tags[].Key") == ["state"])
        await aws.fail(EC2.describeTags, .refused(.throttled))
        for _ in 1...2 {
            await #expect(throws: AWSError.self) { try await reader.value(TagStep.read("Name"), "Tags") }
        }
        #expect(await aws.calls.count == 2)
    }

    @Test("what is not there reads as null")
    func gone() async throws {
        var reader = reader
        await aws.fail(EC2.describeTags, .refused(.notFound))
        #expect(try await reader.value(TagStep.read("state"), "Tags[].Value") == .null)
    }

    @Test(
        "a condition holds when the value is the one wanted, in any order",
        arguments: [
            (["open"], true), (["shut"], false), ([], false), (nil, false),
        ] as [(JSONValue, Bool)])
    func condition(_ wanted: JSONValue, _ isHeld: Bool) async throws {
        var reader = reader
        let condition = Condition(TagStep.read("state"), select: "Tags[].Value", equals: wanted)
        #expect(try await reader.holds(condition, outputs: [:]) == isHeld)
    }

    @Test("a condition on an output that is not known does not hold, and asks nothing")
    func unknownOutput() async throws {
        var reader = reader
        let condition = Condition(TagStep.read("state"), select: "Tags[].Value", equals: [Call.output("group")])
        #expect(try await !reader.holds(condition, outputs: [:]))
        #expect(await aws.calls.isEmpty)
        #expect(try await reader.holds(condition, outputs: ["group": "open"]))
    }

    @Test("an effect is filled with outputs, or is not there")
    func filled() {
        let effect = TagStep.set("group", from: nil, to: Call.output("group")).effect
        #expect(effect?.filled(with: [:]) == nil)
        #expect(effect?.filled(with: ["group": "sg-1"])?.after == ["sg-1"])
    }
}
