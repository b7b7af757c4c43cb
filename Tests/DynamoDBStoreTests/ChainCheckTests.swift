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
        let isAdded = check.add(entries, of: "e")
        let isWalked = (1...count).allSatisfy { check.accepts(place: $0, of: "e") }
        #expect(isAdded && isWalked)
        return check
    }

    /// What the next step finds after `count` whole entries; nil when it finds nothing.
    private func found(after count: Int = 3, _ step: (inout ChainCheck) -> Bool) -> Verification.Break? {
        var check = walked(count)
        let isWhole = step(&check)
        #expect(isWhole == (check.verification.firstBroken == nil))
        #expect(check.verification.entries == count)
        return check.verification.firstBroken
    }

    @Test("a whole chain ends at its head")
    func whole() {
        #expect(
            found { $0.ends(at: head) && $0.hasNothing(after: head, place: nil, of: "") && $0.knows("e", from: 1) }
                == nil)
    }

    @Test("a place that is missing, and one of another execution, are named")
    func places() {
        #expect(found(after: 1) { $0.accepts(place: 3, of: "e") }?.sequence == 2)
        #expect(found(after: 1) { $0.accepts(place: 2, of: "f") }?.execution == "f")
    }

    @Test("a chain that is too short, or ends in another hash, is not whole")
    func ends() {
        #expect(found(after: 2) { $0.ends(at: head) }?.sequence == 3)
        #expect(found { $0.ends(at: Head(sequence: 3, hash: "x")) }?.sequence == 3)
    }

    @Test("entries and places after the head, entries there twice, and listings of nothing are named")
    func forged() {
        let early = Head(sequence: 2, hash: "")
        #expect(found(after: 2) { $0.hasNothing(after: early, place: nil, of: "") }?.sequence == 3)
        #expect(found { $0.hasNothing(after: head, place: 4, of: "f") }?.execution == "f")
        #expect(found(after: 1) { $0.add([entries[2]], of: "f") }?.sequence == 3)
        #expect(found { $0.add([entries[0]], of: "f") }?.sequence == 1)
        #expect(found { $0.knows("f", from: 2) }?.sequence == 2)
    }
}
