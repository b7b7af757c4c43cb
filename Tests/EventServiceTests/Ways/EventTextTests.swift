import JSON
import Testing

@testable import EventService

@Suite("Telling events apart") struct EventTextTests {
    private func texts(_ text: String) -> [String] {
        EventText.events(in: Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "one, a list, or one a line",
        arguments: [
            ("{\"a\": 1}", ["{\"a\": 1}"]), ("[{\"a\":1},{\"b\":2}]", ["{\"a\":1}", "{\"b\":2}"]),
            ("{\"a\":1}\n\n{\"b\":2}\n", ["{\"a\":1}", "{\"b\":2}"]), ("", []), (" \n", []), ("no", ["no"]),
        ])
    func splits(text: String, events: [String]) {
        #expect(texts(text) == events)
    }

    @Test("who waits for the answer is told what is no JSON", arguments: [("{", false), ("{}\n{", true), ("", false)])
    func malformed(text: String, isOneALine: Bool) {
        #expect(throws: JSONError.self) {
            try EventText.wellFormedEvents(in: Array(text.utf8), isOneALine: isOneALine)
        }
    }

    @Test("well-formed ones stay as they came, byte for byte")
    func verbatim() throws {
        let text = Array("{ \"a\" : 1.0 }".utf8)
        #expect(try EventText.wellFormedEvents(in: text, isOneALine: false) == [text])
        #expect(try EventText.wellFormedEvents(in: text + [0x0A] + text, isOneALine: true) == [text, text])
        #expect(try EventText.wellFormedEvents(in: Array("[{},{}]".utf8), isOneALine: false).count == 2)
    }
}
