package import Playbook

extension TestCase {
    /// Reads the YAML text of a file of tests.
    ///
    /// - Throws: `PlaybookErrors` with everything that is wrong, each with its place.
    package static func read(
        _ text: String, file: String, words: CaseWords
    ) throws(PlaybookErrors) -> [TestCase] {
        var text = text
        text.makeContiguousUTF8()
        let source = SourceText(text, file: file)
        var reader = CaseReader(source, words)
        var cases: [TestCase] = []
        do {
            if let root = try YAMLDocument.read(source), !root.isNull {
                cases = reader.cases(root)
            } else {
                reader.text.fail(
                    .testValue, Position(line: 1, column: 1), "The file is empty; begin it with quell-test: 1")
            }
        } catch {
            reader.text.fail(.testValue, error.position, error.sentence)
        }
        guard reader.text.errors.isEmpty else {
            throw PlaybookErrors(errors: reader.text.errors.sorted { $0.position < $1.position }, warnings: [])
        }
        return cases
    }

    /// The error of a case, at its place in the text.
    package static func error(
        _ sentence: String, at position: Position, of text: String, file: String
    ) -> PlaybookErrors {
        let diagnostic = SourceText(text, file: file).diagnostic(.testValue, position, sentence)
        return PlaybookErrors(errors: [diagnostic], warnings: [])
    }
}
