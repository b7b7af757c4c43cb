import Playbook
import PlaybookText
import Testing

@Suite struct PlaybookReaderExceptionsTests {
    private static let key = "MCowBQYDK2VwAyEA1qmqY0fm+EgwRHSRSMvR8X/asOkPjZ9wp2lZXLzNLAo="

    private func text(_ exceptions: String) -> String { StandIns.rule(top: "exceptions: { \(exceptions) }\n") }

    @Test(
        "without a mode, or with presence, the tag alone exempts",
        arguments: ["tag: X", "mode: presence", "tag: X, mode: presence"])
    func presence(_ exceptions: String) throws {
        #expect(try StandIns.read(text(exceptions)).strictExceptions == nil)
    }

    @Test("strict exceptions have records in the journal, or in a signed file")
    func strict() throws {
        let journal = try StandIns.read(text("tag: X, mode: strict, records: journal, value: 'JIRA-*', max-age: 90d"))
        #expect(journal.exceptionTag == "X")
        #expect(
            journal.strictExceptions
                == StrictExceptions(value: "JIRA-*", maxAge: StrictExceptions.Age("90d"), records: .journal))
        let file = try StandIns.read(text("mode: strict, records: a/e.json, keys: [\(Self.key), \(Self.key)]"))
        #expect(file.exceptionTag == "SecurityException")
        #expect(
            file.strictExceptions == StrictExceptions(records: .file("a/e.json"), keys: [Self.key, Self.key]))
    }

    @Test(
        "each mistake has its place and its sentence",
        arguments: [
            ("mode: lax", "2:21: mode must be presence or strict"), ("mode: [strict]", "2:21: mode must be a text"),
            ("mode: strict", "2:13: mode: strict needs the key \"records\""),
            ("records: journal", "2:15: \"records\" needs mode: strict"),
            ("mode: presence, max-age: 90d", "2:31: \"max-age\" needs mode: strict"),
            ("mode: strict, records: e.yaml", "2:38: records must be journal, or the path of a .json file"),
            ("mode: strict, records: .json", "2:38: records must be journal"),
            ("mode: strict, records: e.json", "2:29: Records in a file need \"keys\""),
            ("mode: strict, records: journal, keys: [x]", "2:54: This is no public key"),
            ("mode: strict, records: e.json, keys: []", "2:52: keys must not be empty"),
            ("mode: strict, records: journal, max-age: 90", "2:56: max-age must be a text"),
            ("mode: strict, records: journal, max-age: soon", "2:56: \"soon\" is no age"),
            ("mode: strict, records: journal, value: ''", "2:54: value must have 1 to 256"),
            ("mode: strict, records: journal, aprovers: x", "2:47: exceptions has no key \"aprovers\""),
            ("tag: 'aws:x', mode: strict, records: journal", "2:20: \"aws:x\" cannot be a tag key"),
        ])
    func mistakes(_ exceptions: String, _ sentence: String) {
        let errors = StandIns.errors(text(exceptions))
        #expect(errors.contains { $0.hasPrefix(sentence) }, "\(errors)")
    }

    @Test("keys and records in the journal do not go together")
    func both() {
        let errors = StandIns.errors(text("mode: strict, records: journal, keys: [\(Self.key)]"))
        #expect(errors.count == 1 && errors[0].contains("nobody signs"), "\(errors)")
    }
}
