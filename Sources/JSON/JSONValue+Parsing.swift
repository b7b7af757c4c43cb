extension JSONValue {
    /// Reads one strict JSON text; anything but space after it is an error, and of equal names the last one counts.
    package init(parsing bytes: [UInt8]) throws(JSONError) {
        var tokenizer = JSONTokenizer(bytes)
        self = try Self.value(tokenizer.next(), &tokenizer)
        if let stray = bytes[tokenizer.offset...].firstIndex(where: { ![0x20, 0x0A, 0x0D, 0x09].contains($0) }) {
            throw JSONError(reason: "something follows the JSON value", offset: stray)
        }
    }

    package init(parsing text: String) throws(JSONError) {
        try self.init(parsing: Array(text.utf8))
    }

    private static func value(_ token: JSONToken, _ tokenizer: inout JSONTokenizer) throws(JSONError) -> JSONValue {
        switch token {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .number(let text): return .number(String(decoding: text, as: UTF8.self))
        case .string(let text): return .string(String(decoding: text, as: UTF8.self))
        case .beginArray:
            var elements: [JSONValue] = []
            while true {
                let token = try tokenizer.next()
                if token == .endArray { return .array(elements) }
                elements.append(try value(token, &tokenizer))
            }
        case .beginObject:
            var members: [String: JSONValue] = [:]
            while case .name(let name) = try tokenizer.next() {
                members[String(decoding: name, as: UTF8.self)] = try value(tokenizer.next(), &tokenizer)
            }
            return .object(members)
        case .name, .endObject, .endArray, .end:
            throw JSONError(reason: "a value was expected", offset: tokenizer.tokenStart)
        }
    }
}
