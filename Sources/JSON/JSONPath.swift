/// The way from the top of a JSON value to one place in it, such as `$.detail.resource.tags[0].value`.
///
/// Understood: `$` for the whole, `.name`, `['name']` or `["name"]` for names with dots or brackets, and `[0]`. There
/// are no wildcards: a path leads to one place.
package struct JSONPath: Hashable, Sendable, CustomStringConvertible {
    private enum Step: Hashable {
        case name(String)
        case index(Int)
    }

    package let description: String
    private let steps: [Step]

    /// Reads the text of a path; the error names the byte where it stops being one.
    package init(_ text: String) throws(JSONError) {
        description = text
        let bytes = Array(text.utf8)
        guard bytes.first == UInt8(ascii: "$") else {
            throw JSONError(reason: "a JSON path begins with \"$\", such as $.detail.resourceId", offset: 0)
        }
        var steps: [Step] = []
        var offset = 1
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "."): steps.append(try Self.name(bytes, &offset))
            case UInt8(ascii: "["): steps.append(try Self.bracket(bytes, &offset))
            default: throw JSONError(reason: "\".\" or \"[\" was expected", offset: offset)
            }
        }
        self.steps = steps
    }

    /// The value at the path, which may be a null; nil when there is none.
    package func callAsFunction(_ value: JSONValue) -> JSONValue? {
        var current = value
        for step in steps {
            switch step {
            case .name(let name):
                guard let member = current[name] else { return nil }
                current = member
            case .index(let index):
                guard let elements = current.array, index < elements.count else { return nil }
                current = elements[index]
            }
        }
        return current
    }

    private static func name(_ bytes: [UInt8], _ offset: inout Int) throws(JSONError) -> Step {
        let start = offset + 1
        let name = bytes[start...].prefix { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "[") }
        guard !name.isEmpty else { throw JSONError(reason: "a name was expected after \".\"", offset: start) }
        guard !name.contains(where: { $0 <= 0x20 || "*]\"'".utf8.contains($0) }) else {
            throw JSONError(reason: "a name with such characters must be written ['like this']", offset: start)
        }
        offset = name.endIndex
        return .name(String(decoding: name, as: UTF8.self))
    }

    private static func bracket(_ bytes: [UInt8], _ offset: inout Int) throws(JSONError) -> Step {
        let start = offset + 1
        let quote = start < bytes.count ? bytes[start] : 0
        let isQuoted = quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"")
        let begin = isQuoted ? start + 1 : start
        let end = bytes[min(begin, bytes.count)...].firstIndex(of: isQuoted ? quote : UInt8(ascii: "]"))
        guard let end, !isQuoted || (end + 1 < bytes.count && bytes[end + 1] == UInt8(ascii: "]")) else {
            throw JSONError(reason: "the bracket is not closed", offset: offset)
        }
        let content = bytes[begin..<end]
        offset = isQuoted ? end + 2 : end + 1
        if isQuoted { return .name(String(decoding: content, as: UTF8.self)) }
        guard content.allSatisfy(\.isDigit), let index = Int(String(decoding: content, as: UTF8.self)) else {
            throw JSONError(reason: "an index or a quoted name was expected in brackets", offset: start)
        }
        return .index(index)
    }
}
