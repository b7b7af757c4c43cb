/// The variables of policies, such as `${aws:PrincipalAccount}`.
enum PolicyVariables {
    /// The text with its variables replaced, whose values stand for themselves, wildcards too.
    ///
    /// nil when a variable has no value and no default: such a text matches nothing.
    static func replaced(
        in text: String, _ lookup: (String) throws(PolicyError) -> String?
    ) throws(PolicyError) -> String? {
        guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
        var made = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "${") {
            guard let end = rest[start.upperBound...].firstIndex(of: "}") else { break }
            made += rest[..<start.lowerBound]
            let inside = rest[start.upperBound..<end]
            let comma = inside.firstIndex(of: ",")
            let name = String(inside[..<(comma ?? inside.endIndex)]).trimmed
            let spare = comma.map { String(inside[inside.index(after: $0)...]).trimmed.unquoted }
            if ["*", "?", "$"].contains(name) {
                made += quoted(name)
            } else {
                guard let value = try lookup(name) ?? spare else { return nil }
                made += quoted(value)
            }
            rest = rest[rest.index(after: end)...]
        }
        return made + rest
    }

    private static func quoted(_ text: String) -> String {
        var made = ""
        for scalar in text.unicodeScalars { made.unicodeScalars.append(WildcardPattern.quoted[scalar] ?? scalar) }
        return made
    }
}

extension String {
    fileprivate var trimmed: String {
        var view = self[...]
        while view.first?.isWhitespace ?? false { view.removeFirst() }
        while view.last?.isWhitespace ?? false { view.removeLast() }
        return String(view)
    }

    fileprivate var unquoted: String {
        count >= 2 && hasPrefix("'") && hasSuffix("'") ? String(dropFirst().dropLast()) : self
    }
}
