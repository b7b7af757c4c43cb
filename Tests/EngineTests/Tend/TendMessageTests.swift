import Testing

@testable import Engine

@Suite struct TendMessageTests {
    @Test("is read as it is written", arguments: [nil, "5f1c0e9a77d24b31"])
    func roundTrip(_ execution: String?) {
        let message = TendMessage(execution: execution)
        #expect(TendMessage(Array(message.body.utf8)) == message)
    }

    @Test("is written as the schedule of the stack has it")
    func schedule() {
        #expect(TendMessage().body == #"{"quell":"tend"}"#)
    }

    @Test(
        "anything else is none",
        arguments: [
            "", "[]", "{}", #"{"quell":"apply","execution":"5f1c0e9a77d24b31"}"#, #"{"quell":"tend","more":1}"#,
            #"{"quell":"tend","execution":"../x"}"#, #"{"quell":"tend","execution":7}"#,
            #"{"quell":"tend","execution":"5f1c0e9a77d24b31","more":1}"#,
        ])
    func others(_ text: String) {
        #expect(TendMessage(Array(text.utf8)) == nil)
    }
}
