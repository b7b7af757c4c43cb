import AWSClient
import ActionKit
import JSON
import Testing

@Suite struct CallTests {
    private let call = Call(
        EC2.modifyNetworkInterfaceAttribute, account: "111122223333", region: "eu-central-1",
        input: ["NetworkInterfaceId": "eni-1", "Groups": [Call.output("group")]])

    @Test("takes the outputs of earlier steps in, at any depth, and keeps everything else")
    func fills() {
        let filled = call.filled(with: ["group": "sg-1", "other": "x"])
        #expect(filled?.input == ["NetworkInterfaceId": "eni-1", "Groups": ["sg-1"]])
        #expect(filled?.operation == call.operation && filled?.account == call.account)
    }

    @Test("cannot be filled while an output is not known")
    func waits() {
        #expect(call.filled(with: ["other": "x"]) == nil)
    }

    @Test("compares lists without their order, at any depth")
    func unordered() {
        let first: JSONValue = [["b", "a"], "c"]
        let second: JSONValue = ["c", ["a", "b"]]
        #expect(first.unordered == second.unordered && first != second)
    }
}
