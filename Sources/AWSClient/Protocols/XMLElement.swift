/// One element of an XML document: its name without namespace prefix, its text and its children.
struct XMLElement: Hashable {
    let name: String
    /// Character data directly inside, with references decoded.
    var text: String = ""
    var children: [XMLElement] = []
    /// Attributes by name without prefix; S3 tells the kind of a grantee in one.
    var attributes: [String: String] = [:]

    func child(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    /// The element at a path of names below this one.
    func descendant(_ path: String...) -> XMLElement? {
        path.reduce(self as XMLElement?) { $0?.child($1) }
    }
}

/// Reads the XML that AWS answers with: elements, text, the five named references and numeric ones, CDATA, comments.
///
/// Document types are refused, so that no entity can be declared, and nesting is limited.
struct XMLReader {
    struct Malformed: Error, Hashable {
        let reason: String
        let offset: Int
    }

    private static let depthLimit = 128
    private let bytes: [UInt8]
    private var offset = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func root(_ bytes: [UInt8]) throws(Malformed) -> XMLElement {
        var reader = XMLReader(bytes)
        try reader.skipProlog()
        let root = try reader.element(depth: 0)
        try reader.skipProlog()
        guard reader.offset == bytes.count else { throw reader.malformed("something follows the root element") }
        return root
    }

    private func malformed(_ reason: String) -> Malformed { Malformed(reason: reason, offset: offset) }

    private mutating func skipProlog() throws(Malformed) {
        while offset < bytes.count {
            if Self.isSpace(bytes[offset]) || bytes[offset...].starts(with: [0xEF, 0xBB, 0xBF]) {
                offset += Self.isSpace(bytes[offset]) ? 1 : 3
            } else if starts("<?") {
                try skip(past: "?>")
            } else if starts("<!--") {
                try skip(past: "-->")
            } else if starts("<!") {
                throw malformed("document types are not allowed")
            } else {
                return
            }
        }
    }

    private mutating func element(depth: Int) throws(Malformed) -> XMLElement {
        guard depth < Self.depthLimit else { throw malformed("elements are nested too deep") }
        guard starts("<") else { throw malformed("an element was expected") }
        offset += 1
        let fullName = try name()
        var element = XMLElement(name: Self.local(fullName))
        if try attributes(into: &element) { return element }
        var text: [UInt8] = []
        while true {
            guard offset < bytes.count else { throw malformed("the element \(fullName) is not closed") }
            if starts("</") {
                offset += 2
                guard try name() == fullName else { throw malformed("the wrong element is closed") }
                skipSpace()
                guard take(">") else { throw malformed("\">\" was expected") }
                guard let decoded = String(validating: text, as: UTF8.self) else {
                    throw malformed("the text is not well-formed UTF-8")
                }
                element.text = decoded
                return element
            } else if starts("<!--") {
                try skip(past: "-->")
            } else if starts("<![CDATA[") {
                let start = offset + 9
                try skip(past: "]]>")
                text += bytes[start..<offset - 3]
            } else if starts("<?") {
                try skip(past: "?>")
            } else if starts("<") {
                element.children.append(try self.element(depth: depth + 1))
            } else if starts("&") {
                text += try reference()
            } else {
                text.append(bytes[offset])
                offset += 1
            }
        }
    }

    /// Reads the attributes; true when the element ends right there.
    private mutating func attributes(into element: inout XMLElement) throws(Malformed) -> Bool {
        while true {
            skipSpace()
            if take("/>") { return true }
            if take(">") { return false }
            let name = try name()
            skipSpace()
            guard take("=") else { throw malformed("\"=\" was expected") }
            skipSpace()
            guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") || bytes[offset] == UInt8(ascii: "'") else {
                throw malformed("a quoted value was expected")
            }
            let quote = bytes[offset]
            offset += 1
            var value: [UInt8] = []
            while offset < bytes.count, bytes[offset] != quote {
                if starts("&") {
                    value += try reference()
                } else {
                    value.append(bytes[offset])
                    offset += 1
                }
            }
            guard offset < bytes.count else { throw malformed("an attribute is not closed") }
            offset += 1
            element.attributes[Self.local(name)] = String(decoding: value, as: UTF8.self)
        }
    }

    private mutating func reference() throws(Malformed) -> [UInt8] {
        guard let end = bytes[offset...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
            throw malformed("a reference is not closed")
        }
        let name = String(decoding: bytes[(offset + 1)..<end], as: UTF8.self)
        let named = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]
        if let text = named[name] {
            offset = end + 1
            return Array(text.utf8)
        }
        let number: UInt32? =
            name.hasPrefix("#x")
            ? UInt32(name.dropFirst(2), radix: 16) : name.hasPrefix("#") ? UInt32(name.dropFirst()) : nil
        guard let number, number > 0, let scalar = Unicode.Scalar(number) else {
            throw malformed("unknown reference \"&\(name);\"")
        }
        offset = end + 1
        return Array(String(Character(scalar)).utf8)
    }

    private mutating func name() throws(Malformed) -> String {
        let start = offset
        while offset < bytes.count, !Self.isSpace(bytes[offset]), !"/>=<\"'&".utf8.contains(bytes[offset]) {
            offset += 1
        }
        guard offset > start else { throw malformed("a name was expected") }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private static func local(_ name: String) -> String { name.split(separator: ":").last.map(String.init) ?? name }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private mutating func skipSpace() { while offset < bytes.count, Self.isSpace(bytes[offset]) { offset += 1 } }

    private func starts(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes[offset...].starts(with: $0) }
    }

    private mutating func take(_ text: StaticString) -> Bool {
        guard starts(text) else { return false }
        offset += text.utf8CodeUnitCount
        return true
    }

    private mutating func skip(past text: StaticString) throws(Malformed) {
        while offset < bytes.count {
            if take(text) { return }
            offset += 1
        }
        throw malformed("\"\(text)\" was expected")
    }
}
