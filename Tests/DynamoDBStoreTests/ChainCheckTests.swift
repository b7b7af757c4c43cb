import Engine
import JournalContract
import Testing

@testable import DynamoDBStore

@Suite struct ChainCheckTests {
    private let entries: [StoredEntry]
    private let head: Head

    init() throws {
        let draft = try Draft(
            [JournalContract.received, .closed, .undone], of: "e", at: JournalContract.time, after: .origin,
            isBeginning: true, writer: "w")
        entries = draft.entries.map { StoredEntry(StoredEntry.item($0, writer: "w", parts: nil)) }
        head = draft.head
    }

    private func walked(_ count: Int = 3) -> ChainCheck {
        var check = ChainCheck()
        #expect(check.add(entries, of: "e"))
        for sequence in 1...count { #expect(check.accepts(place: sequence, of: "e")) }
        return check
    }

    @Test("a whole chain ends at its head")
    func whole() {
        var check = walked()
        #expect(check.ends(at: head) && check.hasNothing(after: head, place: nil, of: ""))
        #expect(check.knows("e", from: 1))
        #expect(check.verification == Verification(entries: 3, firstBroken: nil))
    }

    @Test("a place that is missing, and one of another execution, are named")
    func places() {
        var check = walked(1)
        #expect(!check.accepts(place: 3, of: "e") && check.verification.firstBroken?.sequence == 2)
        check = walked(1)
        #expect(!check.accepts(place: 2, of: "f") && check.verification.firstBroken?.execution == "f")
    }

    @Test("a chain that is too short, or ends in another hash, is not whole")
    func ends() {
        var check = walked(2)
        #expect(!check.ends(at: head) && check.verification.firstBroken?.sequence == 3)
        check = walked()
        #expect(!check.ends(at: Head(sequence: 3, hash: "x")) && check.verification.firstBroken?.sequence == 3)
    }

    @Test("entries after the head, places after it, and entries there twice are named")
    func forged() {
        var check = walked(2)
        #expect(!check.hasNothing(after: Head(sequence: 2, hash: ""), place: nil, of: ""))
        #expect(check.verification.firstBroken?.sequence == 3)
        check = walked()
        #expect(!check.hasNothing(after: head, place: 4, of: "f"))
        #expect(check.verification.firstBroken?.execution == "f")
        check = walked(1)
        #expect(!check.add([entries[2]], of: "f"), "twice")
        check = walked()
        #expect(!check.add([entries[0]], of: "f"), "passed")
        check = walked()
        #expect(!check.knows("f", from: 2))
    }
}
