import Playbook
import Yams

/// Reads one YAML document, and refuses what is too large, too deep, or made to explode.
struct YAMLDocument {
    /// What keeps a text from being one YAML document.
    struct Mistake: Error {
        let position: Position
        let sentence: String
        var lint = Lint.notOneDocument
    }

    enum Limit {
        static let bytes = 512 * 1_024
        static let depth = 64
        static let aliases = 100
        static let nodes = 100_000
    }

    private let source: SourceText
    private var nodes = 0

    private static let standardTags = "tag:yaml.org,2002:"

    /// The document's value; nil when there is none.
    static func read(_ source: SourceText) throws(Mistake) -> YAMLNode? {
        let size = source.text.utf8.count
        guard size <= Limit.bytes else {
            throw Mistake(
                position: Position(line: 1, column: 1),
                sentence: "The text has \(size) bytes; a playbook has at most \(Limit.bytes).")
        }
        var document = YAMLDocument(source: source)
        try document.checkShape()
        guard let root = try compose(source.text, source) else { return nil }
        return try document.node(root, depth: 1)
    }

    private init(source: SourceText) {
        self.source = source
    }

    /// Looks at the text with every alias made a plain word of the same length.
    ///
    /// The parser compares the keys of a mapping by value and follows aliases by recursion, both before we see a node;
    /// this tree has no aliases, so it is safe, and it tells whether the real one will be.
    private func checkShape() throws(Mistake) {
        var bytes = Array(source.text.utf8)
        var aliases = 0
        for index in bytes.indices.dropLast() where bytes[index] == UInt8(ascii: "*") && bytes[index + 1].isAnchorPart {
            bytes[index] = UInt8(ascii: "~")
            aliases += 1
        }
        guard let root = try Self.compose(String(decoding: bytes, as: UTF8.self), source) else { return }
        guard aliases <= Limit.aliases else {
            throw Mistake(
                position: Position(line: 1, column: 1),
                sentence: "The text has \(aliases) aliases (*name); a playbook has at most \(Limit.aliases).")
        }
        try checkShape(root, depth: 1)
    }

    private func checkShape(_ node: Node, depth: Int) throws(Mistake) {
        guard depth <= Limit.depth else { throw tooDeep(node) }
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping {
                let isAlias = key.mark.map { source.scalar(at: Position($0)) == "*" } ?? false
                guard case .scalar = key, !isAlias else {
                    throw Mistake(
                        position: Self.position(key),
                        sentence: "A key must be written out here: a list, a mapping or an alias cannot be one.")
                }
                try checkShape(value, depth: depth + 1)
            }
        case .sequence(let sequence):
            for element in sequence { try checkShape(element, depth: depth + 1) }
        case .scalar, .alias: break
        }
    }

    private mutating func node(_ node: Node, depth: Int) throws(Mistake) -> YAMLNode {
        nodes += 1
        guard depth <= Limit.depth else { throw tooDeep(node) }
        guard nodes <= Limit.nodes else {
            throw Mistake(
                position: Self.position(node),
                sentence: "With all aliases written out the playbook has more than \(Limit.nodes) values.")
        }
        let position = Self.position(node)
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.style == .plain || scalar.style == .any
            let content = YAMLScalar(text: scalar.string, isPlain: isPlain, tag: scalar.tag.rawValue)
            return YAMLNode(position: position, content: .scalar(content))
        case .sequence(let sequence):
            try check(sequence.tag, is: "seq", at: position)
            var elements: [YAMLNode] = []
            for element in sequence { elements.append(try self.node(element, depth: depth + 1)) }
            return YAMLNode(position: position, content: .list(elements))
        case .mapping(let mapping):
            try check(mapping.tag, is: "map", at: position)
            return YAMLNode(position: position, content: .map(try members(mapping, depth: depth)))
        case .alias:
            throw Mistake(position: position, sentence: "This alias (*name) has no anchor (&name) before it.")
        }
    }

    /// Own members first, then those of merge keys (`<<`) that are not there yet, as YAML merges.
    private mutating func members(_ mapping: Node.Mapping, depth: Int) throws(Mistake) -> [YAMLNode.Member] {
        var members: [YAMLNode.Member] = []
        var names: Set<String> = []
        var merged: [YAMLNode] = []
        for (key, value) in mapping {
            guard case .scalar(let scalar) = key else {
                throw Mistake(position: Self.position(key), sentence: "A key must be a text.")
            }
            let position = Self.position(key)
            if scalar.string == "<<", scalar.style == .plain {
                merged.append(try self.node(value, depth: depth + 1))
                continue
            }
            guard names.insert(scalar.string).inserted else { throw Self.twice(scalar.string, position) }
            let inner = try self.node(value, depth: depth + 1)
            members.append(YAMLNode.Member(name: scalar.string, position: position, value: inner))
        }
        for node in merged { try Self.merge(node, into: &members, &names) }
        return members
    }

    private static func merge(
        _ node: YAMLNode, into members: inout [YAMLNode.Member], _ names: inout Set<String>
    ) throws(Mistake) {
        switch node.content {
        case .map(let more):
            for member in more where names.insert(member.name).inserted { members.append(member) }
        case .list(let nodes) where nodes.allSatisfy(\.isMap):
            for node in nodes { try merge(node, into: &members, &names) }
        case .list, .scalar:
            throw Mistake(position: node.position, sentence: "A merge key (<<) takes a mapping or a list of mappings.")
        }
    }

    private func check(_ tag: Tag, is kind: String, at position: Position) throws(Mistake) {
        guard !["", "!", Self.standardTags + kind].contains(tag.rawValue) else { return }
        throw Mistake(position: position, sentence: "The tag \(tag.rawValue.quoted) is not known; leave it out.")
    }

    private func tooDeep(_ node: Node) -> Mistake {
        Mistake(position: Self.position(node), sentence: "The playbook is nested deeper than \(Limit.depth) levels.")
    }

    private static func position(_ node: Node) -> Position {
        node.mark.map(Position.init) ?? Position(line: 1, column: 1)
    }

    static func twice(_ name: String, _ position: Position) -> Mistake {
        Mistake(
            position: position,
            sentence: "The key \(name.quoted) is written twice in one mapping; keep one of them.", lint: .twiceTheKey)
    }
}

extension YAMLDocument {
    private static func compose(_ text: String, _ source: SourceText) throws(Mistake) -> Node? {
        do {
            // The encoding is given because the parser would look for one in the environment.
            return try Parser(yaml: text, encoding: .utf8).singleRoot()
        } catch let error as YamlError {
            throw mistake(error, source)
        } catch {
            throw Mistake(position: Position(line: 1, column: 1), sentence: "The text is not YAML: \(error).")
        }
    }

    private static func mistake(_ error: YamlError, _ source: SourceText) -> Mistake {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            return mistake(problem, context?.text, Position(mark), source)
        case .reader(let problem, let offset, _, let yaml):
            return Mistake(
                position: position(of: offset ?? 0, in: yaml), sentence: "The text is not YAML: \(problem).")
        case .duplicatedKeysInMapping(let names, let context):
            return twice(names.first ?? "", Position(context.mark))
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            return Mistake(position: Position(line: 1, column: 1), sentence: "The text is not YAML: \(error).")
        }
    }

    private static func mistake(
        _ problem: String, _ context: String?, _ position: Position, _ source: SourceText
    ) -> Mistake {
        if source.scalar(at: position) == "\t" {
            return Mistake(position: position, sentence: "YAML does not take tabs here; indent with spaces.")
        }
        if problem.contains("another document") {
            return Mistake(
                position: position, sentence: "A playbook is one YAML document; remove \"---\" and the rest.")
        }
        let activity = context.map { " \($0)" } ?? ""
        return Mistake(position: position, sentence: "The text is not YAML:\(activity) \(problem).")
    }

    private static func position(of offset: Int, in text: String) -> Position {
        let before = text.prefix(offset)
        let lines = before.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return Position(line: max(lines.count, 1), column: (lines.last?.unicodeScalars.count ?? 0) + 1)
    }
}

extension Position {
    fileprivate init(_ mark: Mark) {
        self.init(line: max(mark.line, 1), column: max(mark.column, 1))
    }
}

extension YAMLNode {
    fileprivate var isMap: Bool {
        if case .map = content { return true }
        return false
    }
}

extension UInt8 {
    /// Whether the byte may stand in the name of an anchor.
    fileprivate var isAnchorPart: Bool {
        (48...57).contains(self) || (65...90).contains(self) || (97...122).contains(self)
            || self == UInt8(ascii: "_") || self == UInt8(ascii: "-") || self >= 0x80
    }
}
