import Crypto
package import JSON

/// Text forms that are equal when values are equal, and their hashes.
package enum Canonical {
    /// JSON with sorted names.
    package static func text(_ value: some Encodable) throws -> String { try json(value).description }

    /// The value as JSON.
    package static func json(_ value: some Encodable) throws -> JSONValue { try JSONValueEncoder.encode(value) }

    package static func value<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: text)
        } catch {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: [], debugDescription: "\(error)", underlyingError: error))
        }
        return try JSONValueDecoder.decode(type, from: json)
    }

    /// SHA-256 in lower-case hexadecimal.
    package static func sha256(_ bytes: [UInt8]) -> String { bytes.withUnsafeBytes(sha256) }

    package static func sha256(_ text: String) -> String {
        var text = text
        return text.withUTF8 { sha256(UnsafeRawBufferPointer($0)) }
    }

    private static func sha256(_ bytes: UnsafeRawBufferPointer) -> String {
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        let digest = hash.finalize()
        func digit(_ value: UInt8) -> UInt8 { value + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10) }
        return String(unsafeUninitializedCapacity: 2 * SHA256.byteCount) { text in
            for (index, byte) in digest.enumerated() {
                text[2 * index] = digit(byte >> 4)
                text[2 * index + 1] = digit(byte & 15)
            }
            return 2 * SHA256.byteCount
        }
    }
}
