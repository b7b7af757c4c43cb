import ActionKit
import Testing

@testable import Engine

/// What the audit says of repairs.
@Suite struct ExecutionAuditDriftTests {
    private func promises(_ records: [Record]) throws -> Set<Breach.Promise> {
        var entries: [Entry] = []
        for record in records {
            entries.append(
                try Entry(
                    record, sequence: entries.count + 1, execution: "e", time: "2026-03-01T10:00:00Z",
                    previous: entries.last?.hash ?? Entry.origin))
        }
        // The records' plans have a hash that is none.
        return Set(ExecutionAudit("e", entries).breaches.map(\.promise)).subtracting([.planFrozen])
    }

    private let drifted = Record.drifted(Drift(check: 30, differences: ["d"], steps: [Records.first]))
    private var repair: [Record] {
        [drifted, Records.intent(Records.first), Records.done(Records.first), Records.concluded(.contained)]
            + [Records.notify, Records.intent(Records.notice), Records.done(Records.notice), .closed]
    }

    @Test("looks, and three repairs, break no promise")
    func clean() throws {
        let settled = Record.settled(Settled(check: 30))
        #expect(try promises(Records.whole + [settled] + repair + repair + repair + [settled]) == [])
    }

    @Test("a fourth repair is named")
    func fourth() throws {
        #expect(try promises(Records.whole + repair + repair + repair + repair) == [.thriceAtMost])
    }

    @Test("a step that had not drifted, or that was withheld, must not be taken again")
    func others() throws {
        #expect(
            try promises(Records.whole + [drifted, Records.intent(Records.second)]).contains(.thriceAtMost))
        let withheld = Record.drifted(Drift(check: 30, differences: ["d"], withheld: Conclusion(.held, "w")))
        #expect(try promises(Records.whole + [withheld, Records.intent(Records.first)]).contains(.thriceAtMost))
        let unplanned = StepName(phase: .contain, action: "test.mark", step: "none")
        #expect(
            try promises(Records.whole + [.drifted(Drift(check: 30, differences: ["d"], steps: [unplanned]))])
                .contains(.planOnly))
    }

    @Test("a repair before the end, after an undo had begun, or that is said to hold and was not made, is named")
    func places() throws {
        #expect(try promises(Array(Records.whole.dropLast()) + [drifted]).contains(.endsOnce))
        #expect(try promises(Array(Records.whole.dropLast()) + [.settled(Settled(check: 30))]).contains(.endsOnce))
        let undoing = Record.undoRequested(by: "p", isForced: false)
        #expect(try promises(Records.whole + [undoing, drifted]).contains(.undoneMeansBack))
        #expect(try promises(Records.whole + [drifted, Records.concluded(.contained)]).contains(.containedMeansDone))
        #expect(try promises(Records.whole + repair + [Records.intent(Records.first)]).contains(.endsOnce))
    }
}
