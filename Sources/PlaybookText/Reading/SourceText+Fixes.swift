import JSON
import Playbook

/// Changes at a place of the text; nil wherever the place is not as simple as it must be to be changed safely.
extension SourceText {
    /// Writes another word in place of one, in the quotes it has.
    func replacing(_ word: String, at start: Position, with other: String) -> TextFix? {
        guard let end = end(of: word, at: start), let first = scalar(at: start) else { return nil }
        let isQuoted = first == "\"" || first == "'"
        guard !isQuoted || !other.contains(where: { "\"'\\".contains($0) }) else { return nil }
        let text = isQuoted ? "\(first)\(other)\(first)" : other
        return TextFix("write \(other)", TextFix.Edit(start: start, end: end, text: text))
    }

    /// Puts a plain scalar in quotes.
    func quoting(_ node: YAMLNode) -> TextFix? {
        guard case .scalar(let scalar) = node.content, scalar.isPlain, scalar.tag.isEmpty, !scalar.text.isEmpty,
            scalar.text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != 0x5C }),
            let end = end(of: scalar.text, at: node.position)
        else { return nil }
        return TextFix(
            "put it in quotes", TextFix.Edit(start: node.position, end: end, text: "\"\(scalar.text)\""))
    }

    /// Writes a plain word as a mapping `{ key: "word" }`, as patterns have them.
    func wrapping(_ word: String, at start: Position, in key: String) -> TextFix? {
        guard let end = end(of: word, at: start), !word.contains(where: { "\"\\".contains($0) }) else { return nil }
        return TextFix(
            "write { \(key): \"\(word)\" }",
            TextFix.Edit(start: start, end: end, text: "{ \(key): \"\(word)\" }"))
    }

    /// Adds a word to the end of a list.
    func appending(_ word: String, to list: YAMLNode) -> TextFix? {
        guard case .list(let elements) = list.content, let last = elements.last, let first = elements.first
        else { return nil }
        let what = "add \(word)"
        if scalar(at: list.position) == "[" {
            guard let text = last.exactText, let end = end(of: text, at: last.position) else { return nil }
            return TextFix(what, TextFix.Edit(start: end, end: end, text: ", \(word)"))
        }
        // The dash of the first entry says how far the list is indented.
        let dash = line(first.position.line).map { Array($0.unicodeScalars) }?.firstIndex { $0 != " " }
        guard let dash, scalar(at: Position(line: first.position.line, column: dash + 1)) == "-",
            let line = line(last.lastLine)
        else { return nil }
        let end = Position(line: last.lastLine, column: line.unicodeScalars.count + 1)
        return TextFix(
            what, TextFix.Edit(start: end, end: end, text: "\n" + String(repeating: " ", count: dash) + "- \(word)"))
    }

    /// Adds a member to a mapping, right before another.
    func inserting(_ member: String, before key: Position) -> TextFix? {
        guard let line = line(key.line) else { return nil }
        let isFlow = line.unicodeScalars.prefix(key.column - 1).contains { $0 == "{" }
        let text = isFlow ? "\(member), " : "\(member)\n" + String(repeating: " ", count: key.column - 1)
        return TextFix("add \(member)", TextFix.Edit(start: key, end: key, text: text))
    }

    /// Right after a scalar that stands on one line as it is written.
    private func end(of word: String, at start: Position) -> Position? {
        guard let line = line(start.line).map({ Array($0.unicodeScalars) }), start.column >= 1,
            start.column <= line.count
        else { return nil }
        var rest = line[(start.column - 1)...]
        let wanted: String
        switch rest.first {
        case "\"", "'":
            guard !word.contains(where: { "\"'\\".contains($0) }), let quote = rest.first else { return nil }
            wanted = "\(quote)\(word)\(quote)"
        default: wanted = word
        }
        guard !wanted.isEmpty, rest.starts(with: wanted.unicodeScalars) else { return nil }
        rest.removeFirst(wanted.unicodeScalars.count)
        return Position(line: start.line, column: rest.startIndex + 1)
    }
}

extension YAMLNode {
    /// The last line on which something of it begins.
    var lastLine: Int {
        switch content {
        case .scalar: position.line
        case .list(let elements): max(position.line, elements.map(\.lastLine).max() ?? 0)
        case .map(let members): max(position.line, members.map(\.value.lastLine).max() ?? 0)
        }
    }

    /// Where the first wildcard of a pattern stands.
    var firstWildcard: Position? {
        switch content {
        case .scalar: return nil
        case .list(let elements): return elements.lazy.compactMap(\.firstWildcard).first
        case .map(let members):
            if let member = members.first(where: { $0.name == "wildcard" }) { return member.position }
            return members.lazy.compactMap(\.value.firstWildcard).first
        }
    }
}
