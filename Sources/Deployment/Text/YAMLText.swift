import JSON

/// Writes a tree as YAML that CloudFormation reads: block style, two spaces, what is short on one line, the
/// short forms of Ref, Sub and GetAtt.
enum YAMLText {
    static func text(_ node: CloudNode) -> String {
        var text = ""
        write(node, indent: 0, to: &text)
        return text
    }

    private static func write(_ node: CloudNode, indent: Int, to text: inout String) {
        let space = String(repeating: " ", count: indent)
        switch node {
        case .map(let members):
            for member in members {
                text += space + scalar(member.name) + ":"
                // A list stands below its name, not behind it: templates have a limit of size.
                var inner = indent + 2
                if case .list = member.value { inner = indent }
                follow(member.value, indent: inner, to: &text)
            }
        case .list(let elements):
            for element in elements {
                text += space + "-"
                if inline(element) != nil {
                    follow(element, indent: indent + 2, to: &text)
                } else {
                    // The first member of an element stands beside its dash.
                    var inner = ""
                    write(element, indent: indent + 2, to: &inner)
                    text += " " + inner.dropFirst(indent + 2)
                }
            }
        case .text, .number, .flag: text += space + (inline(node) ?? "") + "\n"
        }
    }

    private static func follow(_ node: CloudNode, indent: Int, to text: inout String) {
        if let inline = inline(node) {
            text += " " + inline + "\n"
        } else if case .list(let elements) = node, let lines = filled(elements, indent: indent) {
            text += " " + lines + "\n"
        } else {
            text += "\n"
            write(node, indent: indent, to: &text)
        }
    }

    /// The value where it fits on one line; nil for maps and lists that need lines of their own.
    private static func inline(_ node: CloudNode) -> String? {
        switch node {
        case .text(let text): return scalar(text)
        case .number(let number): return "\(number)"
        case .flag(let flag): return "\(flag)"
        case .list(let elements): return flow(elements)
        case .map(let members): return function(members) ?? flow(members)
        }
    }

    /// The short form of a function; nil for other maps, and for functions that have none here.
    private static func function(_ members: [CloudNode.Member]) -> String? {
        guard members.count == 1, let member = members.first else { return nil }
        switch (member.name, member.value) {
        case ("Ref", .text(let name)): return "!Ref \(scalar(name))"
        case ("Fn::Sub", .text(let text)): return "!Sub \(scalar(text))"
        case ("Fn::GetAtt", .list(let parts)):
            let names = parts.compactMap { part -> String? in
                guard case .text(let text) = part else { return nil }
                return text
            }
            return "!GetAtt \(names.joined(separator: "."))"
        default: return nil
        }
    }

    /// A text, a number, a flag, or a reference to one.
    private static func single(_ node: CloudNode) -> String? {
        switch node {
        case .list: nil
        case .map(let members): function(members)
        case .text, .number, .flag: inline(node)
        }
    }

    /// A list of single values on one line where it is short, as templates have a limit of size.
    private static func flow(_ elements: [CloudNode]) -> String? {
        var parts: [String] = []
        for element in elements {
            guard let part = single(element) else { return nil }
            parts.append(part)
        }
        return short("[\(parts.joined(separator: ", "))]")
    }

    /// A map of single values, likewise.
    private static func flow(_ members: [CloudNode.Member]) -> String? {
        var parts: [String] = []
        for member in members {
            guard !member.name.hasPrefix("Fn::"), let part = single(member.value) else { return nil }
            parts.append("\(scalar(member.name)): \(part)")
        }
        return short("{\(parts.joined(separator: ", "))}")
    }

    /// A list of words too long for one line, several a line, such as the actions of a role; nil for other lists.
    private static func filled(_ elements: [CloudNode], indent: Int) -> String? {
        var lines = [""]
        for (index, element) in elements.enumerated() {
            guard case .text(let text) = element else { return nil }
            let word = scalar(text) + (index == elements.count - 1 ? "]" : ",")
            if lines[lines.count - 1].isEmpty {
                lines[lines.count - 1] = word
            } else if lines[lines.count - 1].utf8.count + word.utf8.count < flowWidth - indent {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(word)
            }
        }
        return "[" + lines.joined(separator: "\n" + String(repeating: " ", count: indent + 2))
    }

    private static func short(_ text: String) -> String? { text.utf8.count <= flowWidth ? text : nil }

    private static let flowWidth = 120

    /// Plain where YAML 1.1 and 1.2 both read the text back as it is; quoted as JSON otherwise.
    static func scalar(_ text: String) -> String {
        let isPlain =
            text.utf8.allSatisfy(isPlainByte) && text.utf8.first.map(isLetter) ?? false
            && text.utf8.last.map(isLetterOrDigit) ?? false && !text.contains(": ")
            && !words.contains(text.lowercased())
        return isPlain ? text : JSONValue.string(text).description
    }

    private static let words: Set<String> = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]

    private static func isLetter(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool { isLetter(byte) || (48...57).contains(byte) }

    private static func isPlainByte(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || " _.:/-+=@".utf8.contains(byte)
    }
}
