package import Playbook
package import ActionKit

extension Playbook {
    /// Reads the YAML text of a playbook, and lets every action check the options it is given.
    ///
    /// `file` is the name people know the text by; it stands in every message.
    ///
    /// - Throws: `PlaybookErrors` with everything that is wrong: the syntax error where the text is not YAML, otherwise
    ///   all mistakes in it.
    package static func read(
        _ text: String, file: String, actions: [any Action.Type]
    ) throws(PlaybookErrors) -> Playbook {
        try read(text, file: file, manifests: actions.map { $0.manifest }, actions)
    }

    /// Reads the YAML text of a playbook and checks it against the manifests of the actions there are.
    ///
    /// `file` is the name people know the text by; it stands in every message.
    ///
    /// - Throws: `PlaybookErrors` with everything that is wrong: the syntax error where the text is not YAML, otherwise
    ///   all mistakes in it.
    package static func read(
        _ text: String, file: String, actions: [Manifest]
    ) throws(PlaybookErrors) -> Playbook {
        try read(text, file: file, manifests: actions, [])
    }

    private static func read(
        _ text: String, file: String, manifests: [Manifest], _ types: [any Action.Type]
    ) throws(PlaybookErrors) -> Playbook {
        var text = text
        text.makeContiguousUTF8()
        let source = SourceText(text, file: file)
        var reader = PlaybookReader(source, manifests, types)
        if let playbook = reader.read().playbook { return playbook }
        throw PlaybookErrors(
            errors: reader.errors.sorted { $0.position < $1.position },
            warnings: reader.warnings.sorted { $0.position < $1.position })
    }
}

extension PlaybookReader {
    /// The playbook, nil when an error was noted; and the tree it was read from, nil when the text is not YAML.
    mutating func read() -> (playbook: Playbook?, root: YAMLNode?) {
        do {
            if let root = try YAMLDocument.read(source), !root.isNull { return (playbook(root), root) }
            fail(.notOneDocument, Position(line: 1, column: 1), "The playbook is empty; begin it with quell: 1")
        } catch {
            fail(error.lint, error.position, error.sentence)
        }
        return (nil, nil)
    }
}
