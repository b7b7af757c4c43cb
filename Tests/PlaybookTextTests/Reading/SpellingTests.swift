import Testing

import Playbook
@testable import PlaybookText

@Suite struct SpellingTests {
    @Test(
        "the word somebody meant is found",
        arguments: [
            ("rule", "rules"), ("Respond", "respond"), ("repsond", "respond"),
            ("isolate-instance", "ec2.isolate-instance"),
            ("ec2.isolate_instance", "ec2.isolate-instance"), ("wehn", "when"),
        ])
    func nearest(word: String, meant: String) {
        let known = ["rules", "respond", "when", "ec2.isolate-instance", "notify"]
        #expect(Spelling.nearest(to: word, in: known) == meant)
    }

    @Test(
        "nothing is suggested for a word far from all",
        arguments: ["", "x", "authorize", String(repeating: "a", count: 9_999)])
    func none(word: String) {
        #expect(Spelling.nearest(to: word, in: ["rules", "when"]) == nil)
    }

    @Test("distance counts edits", arguments: [("", "", 0), ("", "abc", 3), ("ab", "ba", 1), ("kitten", "sitting", 3)])
    func distance(first: String, second: String, edits: Int) {
        #expect(Spelling.distance(Array(first), Array(second)) == edits)
    }
}
