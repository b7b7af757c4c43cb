import Testing

@testable import AWSClient

@Suite struct Base64Tests {
    @Test(
        "knows base64 with padding",
        arguments: [
            ("", true), ("AAAA", true), ("+/8=", true), ("QQ==", true), ("QQ=", false), ("QQ", false), ("Q===", false),
            ("====", false), ("QQ==QQ==", false), ("Q-_A", false), ("QQ =", false), ("ää", false),
        ])
    func knows(_ text: String, _ isBase64: Bool) {
        #expect(Base64.isWellFormed(text) == isBase64)
    }
}
