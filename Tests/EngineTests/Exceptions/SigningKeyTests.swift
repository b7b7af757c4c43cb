import Playbook
import Testing

@testable import Engine

@Suite struct SigningKeyTests {
    /// Made by `openssl genpkey -algorithm ed25519`, and what `openssl pkey -pubout` and `openssl pkeyutl -sign -rawin`
    /// make of it for the text `{"quell-exceptions":1,"records":[]}`.
    private static let pem = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEILAPdY9sPICm4odq78k6Md7Mz5030p7CVC6Z2DuXRG3H
        -----END PRIVATE KEY-----

        """
    private static let publicText = "MCowBQYDK2VwAyEA1qmqY0fm+EgwRHSRSMvR8X/asOkPjZ9wp2lZXLzNLAo="
    private static let signature =
        "ONpRgaNBDaQs0qklu6FzqTsRuQpaSrtsW6glPRY/+g4b3BU6L6R5qhyu3e8C3Jj+JJfUyGspW7Pcypns96u/Bw=="
    private static let text = #"{"quell-exceptions":1,"records":[]}"#

    @Test("reads keys and signatures of OpenSSL")
    func openSSL() throws {
        let key = try #require(SigningKey(pem: Self.pem))
        #expect(key.publicText == Self.publicText)
        #expect(key.pem == Self.pem)
        #expect(StrictExceptions.isKey(Self.publicText))
        #expect(SigningKey.isSigned(Self.text, by: Self.signature, keys: [Self.publicText]))
        #expect(
            SigningKey.isSigned(
                Self.text, by: " \(Self.signature)\n", keys: [SigningKey().publicText, Self.publicText]))
    }

    @Test("what it signs is signed, and nothing else")
    func signs() throws {
        let (key, other) = (SigningKey(), SigningKey())
        let signature = try key.sign("text")
        #expect(SigningKey.isSigned("text", by: signature, keys: [key.publicText]))
        #expect(!SigningKey.isSigned("text ", by: signature, keys: [key.publicText]))
        #expect(!SigningKey.isSigned("text", by: signature, keys: [other.publicText]))
        #expect(!SigningKey.isSigned("text", by: signature, keys: []))
        for broken in ["", "!", String(signature.dropLast(4)), signature + signature] {
            #expect(!SigningKey.isSigned("text", by: broken, keys: [key.publicText, "no key"]))
        }
    }

    @Test("a key that was written can be read again, and no other text")
    func pem() throws {
        let key = SigningKey()
        #expect(try #require(SigningKey(pem: key.pem)).publicText == key.publicText)
        #expect(StrictExceptions.isKey(key.publicText))
        for text in [
            "", key.publicText, key.pem.replacing("PRIVATE", with: "PUBLIC"), String(key.pem.dropFirst(40)),
            key.pem + key.pem,
        ] {
            #expect(SigningKey(pem: text) == nil)
        }
    }
}
