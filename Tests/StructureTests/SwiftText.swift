/// Swift source without what is not code, for rules that look for words in it.
enum SwiftText {
    /// The lines with comments and the insides of string literals blanked; what is interpolated is blanked too.
    static func code(_ text: String) -> [String] {
        var scanner = Scanner(Array(text))
        return scanner.code().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Names of the modules a file imports.
    static func imports(_ text: String) -> [String] {
        code(text).compactMap { line in
            let words = line.split(separator: " ").filter { !$0.hasPrefix("@") }
            guard let index = words.firstIndex(of: "import"), index + 1 < words.count, index <= 1 else { return nil }
            let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
            let name = kinds.contains(words[index + 1]) ? words.dropFirst(index + 2).first : words[index + 1]
            return name.flatMap { $0.split(separator: ".").first }.map(String.init)
        }
    }

    /// The identifiers of a text of code.
    static func identifiers(_ code: String) -> [Substring] {
        code.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    }

    private struct Scanner {
        private let text: [Character]
        private var place = 0
        private var output = ""

        init(_ text: [Character]) { self.text = text }

        mutating func code() -> String {
            while place < text.count {
                if starts("//") {
                    while place < text.count, !text[place].isNewline { place += 1 }
                } else if starts("/*") {
                    skipBlock()
                } else if let hashes = literalStart() {
                    skipLiteral(hashes)
                } else {
                    output.append(text[place])
                    place += 1
                }
            }
            return output
        }

        private func starts(_ word: String) -> Bool {
            place + word.count <= text.count && String(text[place..<place + word.count]) == word
        }

        /// How many `#` stand before the quote that opens a literal here; nil when none opens.
        private func literalStart() -> Int? {
            var end = place
            while end < text.count, text[end] == "#" { end += 1 }
            return end < text.count && text[end] == "\"" ? end - place : nil
        }

        private mutating func skipBlock() {
            var depth = 0
            repeat {
                if starts("/*") {
                    depth += 1
                    place += 2
                } else if starts("*/") {
                    depth -= 1
                    place += 2
                } else {
                    keepNewline()
                }
            } while depth > 0 && place < text.count
        }

        private mutating func skipLiteral(_ hashes: Int) {
            place += hashes
            let quotes = starts("\"\"\"") ? "\"\"\"" : "\""
            place += quotes.count
            output += "\""
            let marks = String(repeating: "#", count: hashes)
            while place < text.count, !starts(quotes + marks) {
                if starts("\\" + marks + "(") {
                    place += hashes + 1
                    skipInterpolation()
                } else if starts("\\" + marks) {
                    place += hashes + 1
                    if place < text.count { keepNewline() }
                } else {
                    keepNewline()
                }
            }
            place = min(text.count, place + quotes.count + hashes)
            output += "\""
        }

        private mutating func skipInterpolation() {
            var depth = 0
            repeat {
                if let hashes = literalStart() {
                    skipLiteral(hashes)
                    continue
                }
                if text[place] == "(" { depth += 1 }
                if text[place] == ")" { depth -= 1 }
                keepNewline()
            } while depth > 0 && place < text.count
        }

        private mutating func keepNewline() {
            if text[place].isNewline { output.append("\n") }
            place += 1
        }
    }
}
