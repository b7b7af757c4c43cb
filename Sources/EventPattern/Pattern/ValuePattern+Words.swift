import JSON

extension ValuePattern {
    /// What the pattern accepts, in words.
    var words: String {
        switch self {
        case .string(let text): Self.quoted(text[...])
        case .word(let text): String(decoding: text, as: UTF8.self)
        case .address(_, let spelled): "address \(Self.quoted(spelled[...]))"
        case .number(_, let spelled): String(decoding: spelled, as: UTF8.self)
        case .prefix(let text): "prefix \(Self.quoted(text[...]))"
        case .suffix(let text): "suffix \(Self.quoted(text[...]))"
        case .prefixIgnoringCase(let folded): "prefix \(Self.quoted(folded.text[...])) in any case"
        case .suffixIgnoringCase(let folded): "suffix \(Self.quoted(folded.text[...])) in any case"
        case .equalsIgnoringCase(let folded): "\(Self.quoted(folded.text[...])) in any case"
        case .wildcard(let wildcard): "wildcard \(Self.quoted(wildcard.text[...]))"
        case .numeric(let range): range.words
        case .cidr(_, let spelled): "address in \(Self.quoted(spelled[...]))"
        case .exists(true): "any value"
        case .exists(false): "no value"
        case .anythingBut(let excluded): "anything but \(excluded.map(\.words).joined(separator: " or "))"
        }
    }

    private static func quoted(_ text: ArraySlice<UInt8>) -> String {
        JSONValue.string(String(decoding: text, as: UTF8.self)).description
    }
}

extension NumericRange {
    fileprivate var words: String {
        if low == high { return "number = \(Self.spelled(low))" }
        var bounds: [String] = []
        if low > -Double.greatestFiniteMagnitude { bounds.append("\(lowIncluded ? ">=" : ">") \(Self.spelled(low))") }
        if high < Double.greatestFiniteMagnitude { bounds.append("\(highIncluded ? "<=" : "<") \(Self.spelled(high))") }
        return bounds.isEmpty ? "number" : "number " + bounds.joined(separator: " and ")
    }

    private static func spelled(_ value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
