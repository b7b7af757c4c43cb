import JSON

/// Reads the XML that AWS answers with, and refuses the rest of XML: a document type declaration (and with it every
/// entity of one's own), bytes that are no UTF-8, and nesting deeper than 64 levels.
struct XMLParser {
    static let maximumDepth = 64

    private let bytes: [UInt8]
    private var offset = 0
    private var open: [(qualifiedName: ArraySlice<UInt8>, element: XMLElement)] = []
    private var root: XMLElement?

    /// The root element of a document.
    static func parse(_ bytes: [UInt8]) throws(XMLError) -> XMLElement {
        var parser = XMLParser(bytes)
        return try parser.document()
    }

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func document() throws(XMLError) -> XMLElement {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
        while offset < bytes.count {
            if bytes[offset] == UInt8(ascii: "<") { try markup() } else { try characters() }
        }
        guard open.isEmpty else { throw failure("the element <\(name(of: open.last))> is not closed") }
        guard let root else { throw failure("there is no element") }
        return root
    }

    private func name(of entry: (qualifiedName: ArraySlice<UInt8>, element: XMLElement)?) -> String {
        entry?.element.name ?? ""
    }

    private mutating func markup() throws(XMLError) {
        if starts("<?") {
            try skip(past: "?>")
        } else if starts("<!--") {
            offset += 4
            try skip(past: "-->")
        } else if starts("<![CDATA[") {
            try characterData()
        } else if starts("<!") {
            throw failure("a document type declaration is not allowed")
        } else if starts("</") {
            try closeTag()
        } else {
            try openTag()
        }
    }

    private mutating func openTag() throws(XMLError) {
        guard root == nil else { throw failure("a second root element") }
        guard open.count < Self.maximumDepth else {
            throw failure("nesting is deeper than \(Self.maximumDepth) levels")
        }
        offset += 1
        let qualifiedName = try readName()
        let local = qualifiedName.lastIndex(of: UInt8(ascii: ":")).map { qualifiedName[($0 + 1)...] } ?? qualifiedName
        guard !local.isEmpty else { throw failure("a name was expected") }
        open.append((qualifiedName, XMLElement(name: try string(local))))
        while true {
            let hadSpace = skipSpace()
            if starts("/>") {
                offset += 2
                close()
                return
            }
            if starts(">") {
                offset += 1
                return
            }
            guard hadSpace else { throw failure("a space was expected before an attribute") }
            try skipAttribute()
        }
    }

    private mutating func skipAttribute() throws(XMLError) {
        _ = try readName()
        skipSpace()
        guard starts("=") else { throw failure("an equals sign was expected after an attribute's name") }
        offset += 1
        skipSpace()
        guard let quote = peek(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            throw failure("an attribute's value must be quoted")
        }
        offset += 1
        guard let end = bytes[offset...].firstIndex(of: quote) else { throw failure("an attribute is not closed") }
        guard !bytes[offset..<end].contains(UInt8(ascii: "<")) else { throw failure("\"<\" in an attribute") }
        offset = end + 1
    }

    private mutating func closeTag() throws(XMLError) {
        offset += 2
        let qualifiedName = try readName()
        skipSpace()
        guard starts(">") else { throw failure("\">\" was expected") }
        guard let opened = open.last, opened.qualifiedName == qualifiedName else {
            throw failure("a closing tag without its opening one")
        }
        offset += 1
        close()
    }

    private mutating func close() {
        guard let element = open.popLast()?.element else { return }
        if open.isEmpty {
            root = element
        } else {
            open[open.count - 1].element.children.append(element)
        }
    }

    private mutating func characters() throws(XMLError) {
        let end = bytes[offset...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
        let raw = bytes[offset..<end]
        if open.isEmpty {
            guard raw.allSatisfy({ $0.isXMLSpace }) else { throw failure("text outside the root element") }
        } else {
            let decoded = try XMLText.decode(raw)
            append(try string(decoded))
        }
        offset = end
    }

    private mutating func characterData() throws(XMLError) {
        guard !open.isEmpty else { throw failure("text outside the root element") }
        offset += 9
        let start = offset
        try skip(past: "]]>")
        append(try string(XMLText.plain(bytes[start..<(offset - 3)])))
    }

    private mutating func append(_ text: String) {
        // What follows a child is the space between the children.
        if open[open.count - 1].element.children.isEmpty { open[open.count - 1].element.text += text }
    }

    private mutating func readName() throws(XMLError) -> ArraySlice<UInt8> {
        let start = offset
        while let byte = peek(), byte.isXMLNamePart { offset += 1 }
        guard offset > start, !bytes[start].isDigit, bytes[start] != UInt8(ascii: "-"),
            bytes[start] != UInt8(ascii: ".")
        else { throw failure("a name was expected") }
        return bytes[start..<offset]
    }

    private func string(_ slice: some Collection<UInt8>) throws(XMLError) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else {
            throw failure("the text is not well-formed UTF-8")
        }
        return text
    }

    private mutating func skip(past end: String) throws(XMLError) {
        while offset < bytes.count {
            if starts(end) {
                offset += end.utf8.count
                return
            }
            offset += 1
        }
        throw failure("the text ends before \"\(end)\"")
    }

    @discardableResult
    private mutating func skipSpace() -> Bool {
        let start = offset
        while let byte = peek(), byte.isXMLSpace { offset += 1 }
        return offset > start
    }

    private func peek() -> UInt8? {
        offset < bytes.count ? bytes[offset] : nil
    }

    private func starts(_ text: String) -> Bool {
        bytes[offset...].starts(with: text.utf8)
    }

    private func failure(_ reason: String) -> XMLError {
        XMLError(reason: reason, offset: offset)
    }
}

extension UInt8 {
    fileprivate var isXMLSpace: Bool {
        self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09
    }

    /// Bytes of non-ASCII letters count as parts of a name; that they form characters is checked with the whole name.
    fileprivate var isXMLNamePart: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: ":"), 0x80...0xFF:
            true
        default: false
        }
    }
}
