import JSON
import Testing

@Suite struct JSONValueTests {
    @Test("text sorts names, keeps numbers as spelled and escapes what must be escaped")
    func writes() throws {
        let value = try JSONValue(parsing: #"{"b": [1.50, -0, "x\"\n\u0001é"], "a": {"z": null, "y": true}}"#)
        #expect(value.description == #"{"a":{"y":true,"z":null},"b":[1.50,-0,"x\"\n\u0001é"]}"#)
        #expect(try JSONValue(parsing: value.description) == value)
        #expect(try JSONValue(parsing: value.indented) == value)
        #expect(JSONValue.object(["a": [], "b": [1]]).indented == "{\n  \"a\": [],\n  \"b\": [\n    1\n  ]\n}")
    }

    @Test("the last of equal names counts, and nothing may follow the value")
    func edges() throws {
        #expect(try JSONValue(parsing: #"{"a":1,"a":2} "#)["a"]?.int == 2)
        #expect(throws: JSONError(reason: "something follows the JSON value", offset: 3)) {
            try JSONValue(parsing: "{} x")
        }
    }

    @Test("answers only the kind that is there")
    func accesses() {
        let value: JSONValue = ["s": "text", "n": 12, "l": ["a", "b"], "m": ["a", 1], "t": true, "z": nil]
        #expect(value["s"]?.string == "text" && value["s"]?.int == nil)
        #expect(value["n"]?.int == 12 && value["n"]?.double == 12)
        #expect(value["l"]?.strings == ["a", "b"] && value["m"]?.strings == nil)
        #expect(value["t"]?.bool == true && value["z"] == .null && value["s"]?["x"] == nil)
    }
}
