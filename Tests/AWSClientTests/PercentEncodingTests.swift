import Testing

@testable import AWSClient

@Suite struct PercentEncodingTests {
    @Test(
        "encodes all but letters, digits and -._~",
        arguments: [
            ("aZ09-._~", "aZ09-._~", "aZ09-._~"), (" +%/", "%20%2B%25%2F", "+%2B%25%2F"),
            ("ä中", "%C3%A4%E4%B8%AD", "%C3%A4%E4%B8%AD"),
            ("", "", ""), ("*'()!", "%2A%27%28%29%21", "%2A%27%28%29%21"),
        ])
    func encodes(_ text: String, _ encoded: String, _ form: String) {
        #expect(PercentEncoding.encode(text) == encoded)
        #expect(PercentEncoding.encodeForm(text) == form)
        #expect(PercentEncoding.decode(encoded) == text)
    }

    @Test("keeps slashes where they separate")
    func slashes() {
        #expect(PercentEncoding.encode("/a b/", keepingSlashes: true) == "/a%20b/")
    }

    @Test("a plus is a plus, as IAM writes policies")
    func plus() {
        #expect(PercentEncoding.decode("a+b%2b") == "a+b+")
    }

    @Test("refuses cut escapes and bytes that are no UTF-8", arguments: ["%", "%4", "%zz", "a%4", "%FF", "%C3"])
    func refuses(_ text: String) {
        #expect(PercentEncoding.decode(text) == nil)
    }
}
