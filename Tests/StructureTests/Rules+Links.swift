extension Rules {
    /// Links of Markdown files that lead to no file of the package.
    static func links(_ files: [File], paths: Set<String>) -> [String] {
        files.filter { $0.name.hasSuffix(".md") }.flatMap { file in
            destinations(file.text).compactMap { destination in
                guard let path = resolve(destination, from: file.folders) else { return nil }
                guard path.isEmpty || paths.contains(path) else {
                    return "\(file.path) links to \(destination), but there is no \(path)."
                }
                return nil
            }
        }
    }

    /// What `[text](destination)` and `[name]: destination` lead to, outside of code.
    static func destinations(_ markdown: String) -> [String] {
        var isFenced = false
        return markdown.split(separator: "\n").flatMap { line -> [String] in
            if line.drop(while: { $0 == " " }).hasPrefix("```") { isFenced.toggle() }
            guard !isFenced else { return [] }
            let prose = line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                .map { $0.offset.isMultiple(of: 2) ? String($0.element) : "code" }.joined()
            return inline(prose) + reference(prose)
        }
    }

    private static func inline(_ prose: String) -> [String] {
        var found: [String] = []
        var rest = Substring(prose)
        while let start = rest.firstRange(of: "](") {
            rest = rest[start.upperBound...]
            guard let end = rest.firstIndex(of: ")") else { break }
            found.append(String(rest[..<end].prefix { $0 != " " }))
        }
        return found
    }

    private static func reference(_ prose: String) -> [String] {
        guard prose.hasPrefix("["), let mark = prose.firstRange(of: "]: ") else { return [] }
        return [String(prose[mark.upperBound...].prefix { $0 != " " })]
    }

    /// Path from the root of the package; nil for other sites and for places in the same page.
    static func resolve(_ destination: String, from folders: [String]) -> String? {
        let path = destination.prefix { $0 != "#" && $0 != "?" }
        guard !path.isEmpty, !destination.contains("://"), !destination.hasPrefix("mailto:") else { return nil }
        var parts = path.hasPrefix("/") ? [] : folders
        for part in path.split(separator: "/") where part != "." {
            guard part == ".." else {
                parts.append(part.removingPercents)
                continue
            }
            guard !parts.isEmpty else { return String(path) }
            parts.removeLast()
        }
        return parts.joined(separator: "/")
    }
}

extension Substring {
    fileprivate var removingPercents: String { String(replacing("%20", with: " ")) }
}
