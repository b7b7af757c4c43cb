import Testing

@testable import Engine

@Suite struct NearMissTests {
    @Test(
        "finds what somebody may have meant",
        arguments: [
            "securityexception", "SECURITYEXCEPTION", "Security-Exception", "security_exception", "Security Exception",
            "SecurityException ", "SecurityExceptions", "SecurityExeption", "SecurityExcpetion", "SecurtyExeption",
            "quell:SecurityException".replacing("quell:", with: ""), "Security.Exception1",
        ].filter { $0 != "SecurityException" })
    func finds(_ key: String) { #expect(NearMiss.keys(in: ["Name", key], of: "SecurityException") == [key]) }

    @Test(
        "passes over what is another word, and the tag itself",
        arguments: ["SecurityException", "Security", "Exception", "SecurityContact", "Name", "", "InsecureExceptions"])
    func passesOver(_ key: String) { #expect(NearMiss.keys(in: [key], of: "SecurityException").isEmpty) }

    @Test("of a short tag only other spellings are near")
    func short() {
        #expect(
            NearMiss.keys(in: ["Kip", "Kee", "Ape", "keep", "KEEP", "k-eep"], of: "Keep") == [
                "KEEP", "Kee", "k-eep", "keep",
            ])
        #expect(NearMiss.keys(in: ["Ax", "ex", "E-x"], of: "Ex") == ["E-x", "ex"])
    }

    @Test("two spellings of one accented letter are two keys to AWS")
    func normalization() {
        #expect(NearMiss.keys(in: ["Freigabe\u{E9}"], of: "Freigabee\u{301}") == ["Freigabe\u{E9}"])
    }

    @Test("a key of the greatest length takes no longer than any other")
    func long() {
        #expect(NearMiss.keys(in: [String(repeating: "a", count: 200)], of: String(repeating: "a", count: 128)).isEmpty)
    }
}
