import AWSClient
import ActionKit
import Testing

@testable import Engine

/// When an execution is looked at again.
@Suite struct SettlingTests {
    private static let end = 1_772_359_200.0  // 2026-03-01T10:00:00Z

    private func settling(_ records: [(Record, Double)]) throws -> Settling {
        var entries: [Entry] = []
        for (record, after) in records {
            entries.append(
                try Entry(
                    record, sequence: entries.count + 1, execution: "e",
                    time: ISO8601.format(Self.end + after), previous: entries.last?.hash ?? Entry.origin))
        }
        return Settling(entries)
    }

    private let contained = (Records.concluded(.contained), 0.0)

    private func withheld(_ check: Int, mayPass: Bool) -> Record {
        .drifted(Drift(check: check, differences: ["d"], withheld: Conclusion(.held, "w"), mayPass: mayPass))
    }

    @Test(
        "a look is due half a minute, five minutes and an hour after the end",
        arguments: [(29.0, nil), (30, 30), (299, 30), (300, 300), (3_599, 300), (3_600, 3_600), (90_000, 3_600)]
            as [(Double, Int?)])
    func due(after: Double, check: Int?) throws {
        #expect(try settling([contained]).due(at: Self.end + after) == check)
    }

    @Test("what was looked at is not looked at again before the next time")
    func settled() throws {
        let settling = try settling([contained, (.closed, 1), (.settled(Settled(check: 30)), 31)])
        #expect(settling.due(at: Self.end + 299) == nil)
        #expect(settling.due(at: Self.end + 300) == 300)
        #expect(!settling.isOver)
    }

    @Test("after the last look there is nothing more to look at")
    func over() throws {
        let settling = try settling([contained, (.settled(Settled(check: 3_600)), 3_600)])
        #expect(settling.isOver)
        #expect(settling.due(at: Self.end + 100_000) == nil)
    }

    @Test("an outcome that is amended keeps its end")
    func amended() throws {
        let settling = try settling([contained, (Records.concluded(.partial), 20)])
        #expect(settling.due(at: Self.end + 30) == 30)
    }

    @Test(
        "where nothing was changed there is nothing to look at",
        arguments: Outcome.allCases.filter { ![.contained, .partial].contains($0) })
    func unchanged(_ outcome: Outcome) throws {
        let settling = try settling([(Records.concluded(outcome), 0)])
        #expect(settling.isOver)
        #expect(settling.due(at: Self.end + 30) == nil)
    }

    @Test("changes that were made again are looked at anew")
    func repaired() throws {
        let drifted = Record.drifted(Drift(check: 300, differences: ["d"], steps: [Records.first]))
        let settling = try settling([contained, (drifted, 300), (Records.concluded(.contained), 310)])
        #expect(settling.due(at: Self.end + 339) == nil)
        #expect(settling.due(at: Self.end + 340) == 30)
    }

    @Test("a halt in the middle of a repair is looked at anew")
    func haltedRepair() throws {
        let drifted = Record.drifted(Drift(check: 30, differences: ["d"], steps: [Records.first]))
        let settling = try settling([contained, (drifted, 30), (Records.concluded(.held), 31)])
        #expect(settling.due(at: Self.end + 61) == 30)
    }

    @Test("what may pass is looked at the next time, what may not is for people")
    func kept() throws {
        let passing = try settling([
            contained, (withheld(30, mayPass: true), 30), (Records.concluded(.held), 31),
        ])
        #expect(passing.due(at: Self.end + 299) == nil)
        #expect(passing.due(at: Self.end + 300) == 300)
        let lasting = try settling([
            contained, (withheld(30, mayPass: false), 30), (Records.concluded(.held), 31),
        ])
        #expect(lasting.isOver)
        #expect(lasting.due(at: Self.end + 300) == nil)
    }

    @Test("what a person has taken back is not looked at")
    func undone() throws {
        #expect(try settling([contained, (.undone, 10)]).isOver)
    }
}
