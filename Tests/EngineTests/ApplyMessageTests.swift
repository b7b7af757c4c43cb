import Testing

@testable import Engine

@Suite struct ApplyMessageTests {
    @Test("reads what it writes")
    func roundTrip() {
        let message = ApplyMessage(execution: "5f1c0e9a77d24b31")
        #expect(ApplyMessage(Array(message.body.utf8)) == message)
    }

    @Test(
        "is nothing else",
        arguments: [
            "", "{", #"{"quell":"apply"}"#, #"{"quell":"undo","execution":"5f1c0e9a77d24b31"}"#,
            #"{"quell":"apply","execution":"5F1C0E9A77D24B31"}"#, #"{"quell":"apply","execution":"5f1c"}"#,
            #"{"quell":"apply","execution":"5f1c0e9a77d24b31","detail":{}}"#,
        ])
    func others(_ text: String) { #expect(ApplyMessage(Array(text.utf8)) == nil) }
}
