import Testing

@testable import Engine

@Suite struct ChainWalkTests {
    private static func chain(_ count: Int) throws -> [Entry] {
        var entries: [Entry] = []
        for sequence in 1...count {
            entries.append(
                try Entry(
                    .undoRequested(by: "p\(sequence)", isForced: false), sequence: sequence, execution: "e", time: "t",
                    previous: entries.last?.hash ?? Entry.origin))
        }
        return entries
    }

    private static func walk(_ entries: [Entry]) -> Verification {
        var walk = ChainWalk()
        for entry in entries {
            guard
                walk.accepts(
                    text: entry.text, sequence: entry.sequence, execution: entry.execution, time: entry.time,
                    previous: entry.previous, hash: entry.hash, kind: entry.record.kind)
            else { break }
        }
        return walk.verification
    }

    @Test("a whole chain has no broken link")
    func whole() throws {
        #expect(Self.walk([]) == Verification(entries: 0, firstBroken: nil))
        #expect(Self.walk(try Self.chain(5)) == Verification(entries: 5, firstBroken: nil))
    }

    @Test("a missing entry is noticed at the one after it", arguments: 1...4)
    func missing(_ gone: Int) throws {
        let chain = try Self.chain(5).filter { $0.sequence != gone }
        let verification = Self.walk(chain)
        #expect(verification.entries == gone - 1)
        #expect(verification.firstBroken?.sequence == gone + 1)
        #expect(verification.firstBroken?.why == "Entry \(gone) is missing.")
    }

    @Test("an entry that was written anew with a fitting hash breaks the link after it")
    func rewritten() throws {
        var chain = try Self.chain(3)
        chain[1] = try Entry(
            .undoRequested(by: "thief", isForced: true), sequence: 2, execution: "e", time: "t",
            previous: chain[0].hash)
        let verification = Self.walk(chain)
        #expect(verification.entries == 2)
        #expect(verification.firstBroken?.why == "It is not chained to the entry before it.")
    }

    @Test("a kind that is not the record's breaks the chain")
    func kind() throws {
        let entry = try Entry(.closed, sequence: 1, execution: "e", time: "t", previous: Entry.origin)
        var walk = ChainWalk()
        let isAccepted = walk.accepts(
            text: entry.text, sequence: 1, execution: "e", time: "t", previous: entry.previous, hash: entry.hash,
            kind: "planned")
        #expect(!isAccepted)
        #expect(walk.verification.firstBroken?.why == "Its kind is not that of its record.")
    }
}
