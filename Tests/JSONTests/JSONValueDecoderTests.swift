import Foundation
import JSON
import Testing

@Suite struct JSONValueDecoderTests {
    struct Everything: Codable, Hashable {
        enum Kind: String, Codable { case open, closed }
        enum Record: Codable, Hashable { case received(Int), named(text: String, JSONValue), closed }

        var texts = ["", "é \"quoted\" \n", "\u{1F512}"]
        var whole = -7
        var small: UInt8 = 255
        var large = UInt64.max
        var double = 0.1
        var flag = true
        var kind = Kind.closed
        var none: String?
        var some: Int? = 3
        var table = ["a": [1, 2], "b": []]
        var byKind: [Int: String] = [1: "x", 2: "y"]
        var records: [Record] = [.received(1), .named(text: "t", .null), .closed]
        var optional: [Int?] = [1, nil]
        var json: JSONValue = ["a": [nil, true, 1, "text", ["b": [:]]]]
    }

    private func parsed(_ text: String) throws -> JSONValue { try JSONValue(parsing: text) }

    @Test("what Foundation writes is read as Foundation reads it")
    func everything() throws {
        let text = String(decoding: try JSONEncoder().encode(Everything()), as: UTF8.self)
        let read = try JSONValueDecoder.decode(Everything.self, from: parsed(text))
        #expect(read == Everything())
        #expect(try JSONDecoder().decode(Everything.self, from: Data(text.utf8)) == read)
    }

    @Test(
        "what does not fit is an error that names its place",
        arguments: [
            (#"{"texts": [1]}"#, "texts.0"), (#"{"whole": 1.5, "texts": []}"#, "whole"),
            (#"{"texts": [], "whole": 1, "small": 256}"#, "small"), ("[]", ""), (#"{"texts": null}"#, "texts"),
        ])
    func mismatch(text: String, path: String) throws {
        let value = try parsed(text)
        let error = #expect(throws: DecodingError.self) { try JSONValueDecoder.decode(Everything.self, from: value) }
        guard case .typeMismatch(_, let context) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(context.codingPath.map(\.stringValue).joined(separator: ".") == path)
    }

    @Test("what is missing is an error that names it")
    func missing() throws {
        let value = try parsed(#"{"texts": []}"#)
        let error = #expect(throws: DecodingError.self) { try JSONValueDecoder.decode(Everything.self, from: value) }
        guard case .keyNotFound(let key, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(key.stringValue == "whole")
    }

    @Test("a list ends with an error, not with a trap")
    func end() throws {
        struct Pair: Decodable {
            let values: [Int]

            init(from decoder: any Decoder) throws {
                var list = try decoder.unkeyedContainer()
                values = [try list.decode(Int.self), try list.decode(Int.self)]
            }
        }
        let value = try parsed("[1]")
        #expect(throws: DecodingError.self) { try JSONValueDecoder.decode(Pair.self, from: value) }
        #expect(try JSONValueDecoder.decode(Pair.self, from: parsed("[1, 2]")).values == [1, 2])
    }
}
