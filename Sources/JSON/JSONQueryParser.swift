/// Reads the text of a `JSONQuery`.
struct JSONQueryParser {
    private let bytes: [UInt8]
    private var offset = 0
    /// Whether a projection has begun: a filter after it would mean something else in JMESPath, so it is refused.
    private var isProjection = false

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    mutating func whole() throws(JSONError) -> [JSONQuery.Step] {
        let steps = try expression()
        guard offset == bytes.count else { throw failure("unexpected text") }
        return steps
    }

    /// Paths with `|` between them.
    private mutating func expression() throws(JSONError) -> [JSONQuery.Step] {
        var steps = try path()
        skipSpace()
        while peek() == UInt8(ascii: "|") {
            offset += 1
            isProjection = false
            steps.append(.pipe)
            steps += try path()
            skipSpace()
        }
        return steps
    }

    private mutating func path() throws(JSONError) -> [JSONQuery.Step] {
        var steps = [try part()]
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "."):
                offset += 1
                steps.append(try part())
            case UInt8(ascii: "["): steps.append(try bracket())
            default: return steps
            }
        }
        return steps
    }

    private mutating func part() throws(JSONError) -> JSONQuery.Step {
        skipSpace()
        switch peek() {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try bracket()
        default: return .field(try name())
        }
    }

    private mutating func name() throws(JSONError) -> String {
        skipSpace()
        let start = offset
        while let byte = peek(), byte.isNamePart { offset += 1 }
        guard offset > start else { throw failure("a name was expected") }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private mutating func bracket() throws(JSONError) -> JSONQuery.Step {
        offset += 1
        switch peek() {
        case UInt8(ascii: "]"):
            offset += 1
            isProjection = true
            return .flatten
        case UInt8(ascii: "?"):
            if isProjection { throw failure("a filter cannot follow a projection") }
            offset += 1
            return try filter()
        case let byte? where byte.isDigit:
            let start = offset
            while let byte = peek(), byte.isDigit { offset += 1 }
            guard let index = Int(String(decoding: bytes[start..<offset], as: UTF8.self)) else {
                throw failure("the index is too large")
            }
            try take("]")
            return .index(index)
        default: return try list()
        }
    }

    private mutating func list() throws(JSONError) -> JSONQuery.Step {
        var parts: [[JSONQuery.Step]] = []
        repeat { parts.append(try inner()) } while try takeComma()
        try take("]")
        return .list(parts)
    }

    private mutating func object() throws(JSONError) -> JSONQuery.Step {
        offset += 1
        var parts: [String: [JSONQuery.Step]] = [:]
        repeat {
            let key = try name()
            try take(":")
            parts[key] = try inner()
        } while try takeComma()
        try take("}")
        return .object(parts)
    }

    /// A part of a list or an object: it starts from one element, and its projections end with it.
    private mutating func inner() throws(JSONError) -> [JSONQuery.Step] {
        let outer = isProjection
        isProjection = false
        defer { isProjection = outer }
        return try expression()
    }

    private mutating func filter() throws(JSONError) -> JSONQuery.Step {
        var conditions: [JSONQuery.Condition] = []
        repeat {
            var path = [JSONQuery.Step.field(try name())]
            while peek() == UInt8(ascii: ".") {
                offset += 1
                path.append(.field(try name()))
            }
            skipSpace()
            let isEqual = peek() == UInt8(ascii: "=")
            try take(isEqual ? "==" : "!=")
            conditions.append(JSONQuery.Condition(path: path, literal: try literal(), isEqual: isEqual))
        } while try takeAnd()
        try take("]")
        isProjection = true
        return .filter(conditions)
    }

    /// A text between single quotes, or any JSON between backquotes.
    private mutating func literal() throws(JSONError) -> JSONValue {
        skipSpace()
        let isText = peek() == UInt8(ascii: "'")
        let quote = isText ? UInt8(ascii: "'") : UInt8(ascii: "`")
        guard peek() == quote else { throw failure("a literal in quotes was expected") }
        offset += 1
        let start = offset
        while let byte = peek(), byte != quote { offset += 1 }
        guard peek() == quote else { throw failure("a literal is not closed") }
        let text = bytes[start..<offset]
        offset += 1
        return isText ? .string(String(decoding: text, as: UTF8.self)) : try JSONValue(parsing: Array(text))
    }

    private mutating func takeComma() throws(JSONError) -> Bool {
        skipSpace()
        guard peek() == UInt8(ascii: ",") else { return false }
        offset += 1
        return true
    }

    private mutating func takeAnd() throws(JSONError) -> Bool {
        skipSpace()
        guard peek() == UInt8(ascii: "&") else { return false }
        try take("&&")
        return true
    }

    private mutating func take(_ text: String) throws(JSONError) {
        skipSpace()
        let wanted = Array(text.utf8)
        guard bytes[offset...].starts(with: wanted) else { throw failure("\"\(text)\" was expected") }
        offset += wanted.count
    }

    private mutating func skipSpace() { while peek() == 0x20 { offset += 1 } }

    private func peek() -> UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private func failure(_ reason: String) -> JSONError { JSONError(reason: reason, offset: offset) }
}

extension UInt8 {
    fileprivate var isNamePart: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) || self == UInt8(ascii: "_")
    }
}
