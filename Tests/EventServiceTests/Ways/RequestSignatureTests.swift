import Testing

@testable import EventService

@Suite("A request's signature") struct RequestSignatureTests {
    private static let secret = "0123456789abcdef0123456789abcdef"
    // printf '1800000000.{"a":1}' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
    private static let code = "d40e555bc2c1dae21953757b24b165a171698880732ac310a5c8cf0ab751abf2"

    private func flaw(
        _ timestamp: String? = "1800000000", _ signature: String? = "v1=" + Self.code, now: Double = 1_800_000_000,
        secrets: String = Self.secret, body: String = "{\"a\":1}"
    ) throws -> RequestSignature.Flaw? {
        RequestSignature(try SharedSecrets(secrets, named: "test"))
            .flaw(timestamp: timestamp, signature: signature, body: Array(body.utf8), now: now)
    }

    @Test("is right as openssl makes it, under each of the secrets, within five minutes")
    func right() throws {
        #expect(try flaw() == nil)
        #expect(try flaw(secrets: "ffffffffffffffffffffffffffffffff\n\(Self.secret)\n") == nil)
        #expect(try flaw("1800000000", "v1=" + Self.code.uppercased()) == nil)
        #expect(try flaw(now: 1_800_000_300) == nil)
        #expect(try flaw(now: 1_799_999_700) == nil)
    }

    @Test("is wrong for another body, time or secret")
    func wrong() throws {
        #expect(try flaw(body: "{\"a\":2}") == .wrong)
        #expect(try flaw("1800000001") == .wrong)
        #expect(try flaw(secrets: "ffffffffffffffffffffffffffffffff") == .wrong)
        #expect(try flaw("1800000000", "v1=" + String(repeating: "0", count: 64)) == .wrong)
    }

    @Test("is not looked at out of its window", arguments: [1_800_000_301.0, 1_799_999_699, 0])
    func window(now: Double) throws {
        #expect(try flaw(now: now) == .outOfWindow)
    }

    @Test(
        "must have its form",
        arguments: ["", "v1=", "v2=" + code, code, "v1=" + code.dropLast(), "v1=" + code.dropLast(2) + "zz"])
    func form(signature: String) throws {
        #expect(try flaw("1800000000", signature) == .malformed)
        #expect(try flaw("1e9", "v1=" + Self.code) == .malformed)
        #expect(try flaw(nil) == .missing)
        #expect(try flaw("1800000000", nil) == .missing)
    }
}
