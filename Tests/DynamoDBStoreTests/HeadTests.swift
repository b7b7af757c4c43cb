import Testing

@testable import DynamoDBStore

@Suite struct HeadTests {
    @Test("a head is read back as it was written")
    func roundTrip() {
        let head = Head(sequence: 3, hash: "h")
        #expect(Head(head.item) == head)
        #expect(Head(Item(.head, ["sequence": .number(0), "hash": .text("h")])) == nil)
        #expect(Head(Item(.head, ["sequence": .number(3)])) == nil)
    }

    @Test("the first head is written where there is none, any other where the last still stands")
    func moves() {
        let next = Head(sequence: 4, hash: "i")
        #expect(Head.origin.moved(to: next).condition == .absent)
        let condition = Head(sequence: 3, hash: "h").moved(to: next).condition
        #expect(condition.expression == "#sequence = :sequence AND #hash = :hash")
        #expect(condition.values == ["sequence": .number(3), "hash": .text("h")])
    }
}
