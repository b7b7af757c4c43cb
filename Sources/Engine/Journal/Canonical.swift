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
    package static func sha256(_ bytes: some Sequence<UInt8>) -> String {
        var hash = SHA256()
        hash.update(data: Array(bytes))
        let digits = Array("0123456789abcdef".utf8)
        let text = hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    package static func sha256(_ text: String) -> String { sha256(Array(text.utf8)) }
}
