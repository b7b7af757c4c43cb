import PlaybookText

/// The catalogue, with what to say to people who wrote something else.
enum FindingTypes {
    static func contains(_ type: String) -> Bool { known.contains(type) }

    static func advice(_ type: String) -> String {
        if let near = FindingTypeCatalog.nearest(to: type) { return "Did you mean \"\(near)\"?" }
        return "\"quell sample --list\" lists them."
    }

    private static let known = Set(FindingTypeCatalog.all)
}
