import JSON
import Yams

/// A YAML text, its root node, and the errors found so far.
struct YAMLDocument {
    let file: String
    let text: String
    private let lines: [Substring]
    private(set) var errors: [PlaybookError] = []

    init(file: String, text: String) {
        self.file = file
        self.text = text
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The root of the one document in the text; nil, with an error, when there is no such thing.
    mutating func root() -> Node? {
        do {
            var nodes = try Yams.compose_all(yaml: text).makeIterator()
            guard let root = nodes.next() else {
                report(line: 1, column: 1, "The file is empty. A playbook begins with \"quell: 1\".")
                return nil
            }
            if let second = nodes.next() {
                report(second, "There is a second YAML document. Keep one playbook in a file.")
                return nil
            }
            return root
        } catch let error as YamlError {
            report(error)
        } catch {
            report(line: 1, column: 1, "The file cannot be read as YAML: \(error)")
        }
        return nil
    }

    private mutating func report(_ error: YamlError) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let around = context.map { " (\($0.text))" } ?? ""
            report(line: mark.line, column: mark.column, "This is not YAML: \(problem)\(around).")
        case .duplicatedKeysInMapping(let duplicates, let context):
            report(
                line: context.mark.line, column: context.mark.column,
                "This mapping has a key twice: \(duplicates.joined(separator: ", ")). Remove one, or join the two.")
        default: report(line: 1, column: 1, "The file cannot be read as YAML: \(error)")
        }
    }

    mutating func report(_ node: Node, _ message: String) {
        report(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, message)
    }

    mutating func report(line: Int, column: Int, _ message: String) {
        let excerpt = lines.indices.contains(line - 1) ? String(lines[line - 1]) : ""
        errors.append(
            PlaybookError(file: file, line: max(1, line), column: max(1, column), message: message, excerpt: excerpt))
    }

    /// The node's text for a message.
    func shown(_ node: Node) -> String {
        guard let scalar = node.scalar else { return node.mapping != nil ? "a mapping" : "a list" }
        return "\"\(scalar.string.prefix(80))\""
    }
}

extension Node {
    /// A scalar by the core schema of YAML 1.2: `yes`, `no`, `on` and `off` are texts, and so is everything in quotes.
    func scalarValue(_ scalar: Node.Scalar) -> JSONValue {
        guard scalar.style == .plain else { return .string(scalar.string) }
        let text = scalar.string
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        if let number = try? JSONValue(parsing: text), case .number = number { return number }
        return .string(text)
    }
}
