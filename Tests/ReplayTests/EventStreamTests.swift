import Foundation
import Testing

@testable import Replay

struct EventStreamTests {
    private static func events(_ bytes: [UInt8], name: String = "a") async throws -> [String] {
        let folder = try ReplayTests.Folder()
        let file = try folder.write(name, bytes)
        var stream = EventStream()
        var events: [String] = []
        try await stream.read(file) { batch, _ in
            events += batch.events.map { String(decoding: batch.bytes[$0], as: UTF8.self) }
        }
        return events
    }

    @Test(
        "a file has one event a line, or is one document",
        arguments: [
            ("{\"a\":1}\n{\"a\":2}\n", ["{\"a\":1}", "{\"a\":2}"]),
            ("{\"a\":1}\n\n  \n{\"a\":2}", ["{\"a\":1}", "{\"a\":2}"]),
            ("{\"a\":1}\r\n{\"a\":2}\r\n", ["{\"a\":1}\r", "{\"a\":2}\r"]), ("", []), ("\n\n", []),
            ("{\"a\":1}", ["{\"a\":1}"]),
            ("[{\"a\":1},\n {\"a\":2}]", ["{\"a\":1}", "{\"a\":2}"]), ("{\n \"a\": 1\n}\n", ["{\n \"a\": 1\n}\n"]),
            ("odd\n{\"a\":2}\n", ["odd", "{\"a\":2}"]), ("[1,\n{\"a\":2}\n", ["[1,", "{\"a\":2}"]),
        ])
    func shapes(_ text: String, _ events: [String]) async throws {
        #expect(try await Self.events(Array(text.utf8)) == events)
    }

    @Test("lines that lie across many pieces and batches come whole and in order")
    func large() async throws {
        let lines = (0..<9_000).map { "{\"n\":\($0),\"pad\":\"\(String(repeating: "x", count: $0 % 2_000))\"}" }
        let text = Array(lines.joined(separator: "\n").utf8)
        #expect(text.count > 2 * EventStream.batchBytes)
        #expect(try await Self.events(text) == lines)
    }

    @Test("gzip is unpacked, in one member or several")
    func packed() async throws {
        let one = try #require(Data(base64Encoded: "H4sIAAAAAAAC/6tWSlSyMqzlqlZKUrIyquUCAMiyzp8QAAAA"))
        #expect(try await Self.events(Array(one)) == ["{\"a\":1}", "{\"b\":2}"])
        #expect(try await Self.events(Array(one + one)).count == 4)
    }

    @Test("gzip that is cut short or damaged is an error that says so, and names the file")
    func broken() async throws {
        let one = try #require(Data(base64Encoded: "H4sIAAAAAAAC/6tWSlSyMqzlqlZKUrIyquUCAMiyzp8QAAAA"))
        let cut = await #expect(throws: ReplayError.self) {
            try await Self.events(Array(one.dropLast(9)), name: "cut.gz")
        }
        #expect(cut?.description.contains("cut.gz is cut short") == true)
        var damaged = Array(one)
        damaged[14] ^= 0xFF
        damaged[18] ^= 0xFF
        let error = await #expect(throws: ReplayError.self) { try await Self.events(damaged) }
        #expect(error?.description.contains("is damaged") == true)
    }

    @Test("a file that is not there is an error that names it")
    func missing() async {
        var stream = EventStream()
        let error = await #expect(throws: ReplayError.self) { try await stream.read("/nowhere/a.jsonl") { _, _ in } }
        #expect(error?.description.hasPrefix("/nowhere/a.jsonl cannot be opened: ") == true)
    }

    @Test("a line that is longer than any event is passed over, and those around it are not")
    func overlong() {
        var batch = EventBatch()
        var events: [String] = []
        for piece in ["ab\ncccc", "cccc", "cc\nde\n"] {
            let start = batch.bytes.count
            batch.bytes += Array(piece.utf8)
            batch.cut(from: start, isLast: false, longest: 5)
            events += batch.events.map { String(decoding: batch.bytes[$0], as: UTF8.self) }
            batch.clear()
        }
        #expect(events == ["ab", "de"])
        #expect(batch.overlong == 1)
    }
}
