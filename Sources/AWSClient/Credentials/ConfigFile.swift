/// The shared AWS configuration: profiles of the `config` and `credentials` files.
package struct ConfigFile: Hashable, Sendable {
    private var profiles: [String: [String: String]] = [:]
    /// The paths of both files, each with a note where there was nothing to read: for errors that say where to look.
    package private(set) var places: [String] = []

    package subscript(_ profile: String) -> [String: String]? { profiles[profile] }

    package var names: [String] { profiles.keys.sorted() }

    /// Reads both files; one that is not there is empty.
    ///
    /// The credentials file wins where both have a setting.
    package static func read(_ surroundings: Surroundings) throws(AWSError) -> ConfigFile {
        var file = ConfigFile()
        let home = surroundings.environment("HOME") ?? ""
        func place(_ variable: String, _ standard: String) -> String {
            let path = surroundings.environment(variable) ?? standard
            return path.hasPrefix("~/") ? home + path.dropFirst() : path
        }
        let config = place("AWS_CONFIG_FILE", home + "/.aws/config")
        let credentials = place("AWS_SHARED_CREDENTIALS_FILE", home + "/.aws/credentials")
        for (path, hasPrefixes) in [(config, true), (credentials, false)] {
            let bytes = surroundings.file(path)
            file.places.append(bytes == nil ? "\(path) (not there, or not readable)" : path)
            if let bytes { try file.add(bytes, path: path, hasPrefixes: hasPrefixes) }
        }
        return file
    }

    private mutating func add(_ bytes: [UInt8], path: String, hasPrefixes: Bool) throws(AWSError) {
        var profile: String?
        var indentation: Int?
        // To Swift, the line end of Windows is one character, which is not "\n".
        let lines = String(decoding: bytes, as: UTF8.self).split(omittingEmptySubsequences: false) {
            $0 == "\n" || $0 == "\r\n"
        }
        for (index, line) in lines.enumerated() {
            let text = line.trimmed
            if text.isEmpty || text.hasPrefix("#") || text.hasPrefix(";") { continue }
            // A line deeper than the setting before it belongs to that one (such as s3 =), which this client does not
            // use. A profile whose settings are all indented is as good as one where none is.
            let depth = line.prefix { $0 == " " || $0 == "\t" }.count
            if let indentation, depth > indentation { continue }
            if text.hasPrefix("[") {
                indentation = nil
                guard let end = text.firstIndex(of: "]") else {
                    throw Self.wrong(path, index + 1, "the name of the section has no \"]\"")
                }
                profile = Self.profile(text[text.index(after: text.startIndex)..<end], hasPrefixes: hasPrefixes)
                if let profile { profiles[profile, default: [:]].merge([:]) { $1 } }
                continue
            }
            guard let equals = text.firstIndex(of: "=") else {
                // What the line says stays unsaid: it may be a secret key that lost its name.
                throw Self.wrong(path, index + 1, "the line is neither a section nor a setting (name = value)")
            }
            indentation = depth
            guard let profile else { continue }
            let name = text[..<equals].trimmed.lowercased()
            profiles[profile, default: [:]][name] = text[text.index(after: equals)...].trimmed
        }
    }

    /// The name of the profile a section is for; nil for `[sso-session …]`, `[services …]` and the like.
    private static func profile(_ section: Substring, hasPrefixes: Bool) -> String? {
        let name = section.trimmed
        if !hasPrefixes || name == "default" { return name }
        guard name.hasPrefix("profile ") || name.hasPrefix("profile\t") else { return nil }
        let bare = name.dropFirst("profile ".count).trimmed
        for quote in ["\"", "'"] where bare.count > 1 && bare.hasPrefix(quote) && bare.hasSuffix(quote) {
            return String(bare.dropFirst().dropLast())
        }
        return bare
    }

    private static func wrong(_ path: String, _ line: Int, _ what: String) -> AWSError {
        AWSError(
            kind: .noCredentials, operation: "credentials", message: "\(path):\(line): \(what). Correct the file.")
    }
}

extension StringProtocol {
    /// The text without white space at its ends.
    var trimmed: String {
        var rest = Substring(self)
        while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
        while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
        return String(rest)
    }
}
