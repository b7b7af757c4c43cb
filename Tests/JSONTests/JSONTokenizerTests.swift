import JSON
import Testing

@Suite struct JSONTokenizerTests {
    private func tokens(_ text: String) throws -> [JSONToken] {
        var tokenizer = JSONTokenizer(Array(text.utf8))
        var all: [JSONToken] = []
        while true {
            let token = try tokenizer.next()
            if token == .end { return all }
            all.append(token)
        }
    }

    @Test("reads every kind of token in document order")
    func readsTokens() throws {
        #expect(
            try tokens(#" {"a":[1,-2.5e3,"x\n\u00e9\ud83d\ude00",true,null],"b":{}} trailing"#) == [
                .beginObject, .name(Array("a".utf8)), .beginArray, .number(Array("1".utf8)),
                .number(Array("-2.5e3".utf8)), .string(Array("x\né😀".utf8)), .bool(true), .null, .endArray,
                .name(Array("b".utf8)), .beginObject, .endObject, .endObject,
            ])
    }

    @Test(
        "refuses what strict JSON does not allow",
        arguments: [
            "", "{", "{\"a\"}", "{\"a\":1,}", "[1,]", "{a:1}", "{'a':1}", "[01]", "[1.]", "[.5]", "[+1]", "[NaN]",
            "[\"\u{1}\"]", "[\"\\x\"]", "[\"\\u12g4\"]", "[\"a]", "[truex]", "// c\n[1]", "[1 2]", "\u{FEFF}[1]", "[1}",
        ])
    func refuses(_ text: String) {
        #expect(throws: JSONError.self) { try tokens(text) }
    }

    @Test("limits the depth of nesting")
    func limitsDepth() throws {
        #expect(try tokens(String(repeating: "[", count: 1_000) + String(repeating: "]", count: 1_000)).count == 2_000)
        #expect(throws: JSONError.self) { try tokens(String(repeating: "[", count: 1_001)) }
    }

    @Test("says where the text is wrong")
    func saysWhere() {
        #expect(throws: JSONError(reason: "leading zeros are not allowed in numbers", offset: 7)) {
            try tokens(#"{"a": 01}"#)
        }
    }
}
