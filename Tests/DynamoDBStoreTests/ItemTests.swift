import JSON
import Testing

@testable import DynamoDBStore

@Suite struct ItemTests {
    @Test("an item is read back as it was written")
    func roundTrip() throws {
        let item = Item(.about("e"), ["key": .text("k\n\""), "generation": .number(2)])
        #expect(Item(item.json) == item)
        #expect(item.json["pk"] == ["S": "about#e"] && item.json["sk"] == ["N": "0"])
        #expect(item.text("key") == "k\n\"" && item.int("generation") == 2)
        #expect(item.text("generation") == nil && item.int("key") == nil)
    }

    @Test("an item without its key is none", arguments: [[:], ["pk": ["S": "a"]], ["sk": ["N": "1"]]] as [JSONValue])
    func keyless(_ json: JSONValue) { #expect(Item(json) == nil) }

    @Test("plans sort by time, then by place in the chain; no other text is a time")
    func planned() throws {
        let early = try #require(ItemKey.planned(at: "2026-03-01T10:00:00Z", sequence: 12))
        #expect(early.sort == "1772359200000000000000012")
        #expect(ItemKey.planned(at: "yesterday", sequence: 1) == nil)
    }
}
