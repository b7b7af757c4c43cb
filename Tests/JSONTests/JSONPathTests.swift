import JSON
import Testing

@Suite struct JSONPathTests {
    private let value: JSONValue = [
        "detail-type": "x", "detail": ["a.b": [1, ["c": nil]], "list": [[10, 20], [30]], "": "empty"],
    ]

    @Test(
        "leads to one place",
        arguments: [
            ("$.detail-type", "\"x\""), ("$.detail.list[0][1]", "20"), ("$['detail'][\"a.b\"][0]", "1"),
            ("$.detail['a.b'][1].c", "null"), ("$['detail']['']", "\"empty\""), ("$.detail.list[1]", "[30]"),
        ])
    func leads(_ path: String, _ expected: String) throws {
        #expect(try JSONPath(path)(value)?.description == expected)
        #expect(try JSONPath(path).description == path)
    }

    @Test("the whole is $") func whole() throws { #expect(try JSONPath("$")(value) == value) }

    @Test(
        "answers nothing where nothing is",
        arguments: [
            "$.none", "$.detail.list[2]", "$.detail-type.x", "$.detail[0]", "$.detail.list.x", "$.detail.list[0][99]",
        ])
    func absent(_ path: String) throws { #expect(try JSONPath(path)(value) == nil) }

    @Test(
        "names the byte where a text stops being a path",
        arguments: [
            ("", 0), ("detail", 0), ("$detail", 1), ("$.", 2), ("$.a..b", 4), ("$.a[", 3), ("$.a[x]", 4),
            ("$.a['x]", 3),
            ("$.a[1", 3), ("$.a[-1]", 4), ("$.*", 2), ("$.a b", 2), ("$.a[99999999999999999999]", 4), ("$['a'", 1),
            ("$.a[1]b", 6), ("$.a[]", 4),
        ])
    func malformed(_ text: String, _ offset: Int) {
        let error = #expect(throws: JSONError.self) { try JSONPath(text) }
        #expect(error?.offset == offset)
    }
}
