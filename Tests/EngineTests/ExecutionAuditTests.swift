import ActionKit
import JSON
import Testing

@testable import Engine

/// An audit is clean of what the engine writes, and names each promise when its record is taken away or put elsewhere.
@Suite struct ExecutionAuditTests {
    private func entries(of id: String, in stage: Stage) async throws -> [Entry] {
        try await stage.journal.entries(of: id)
    }

    /// A response from event to archive, and its undo.
    private func whole() async throws -> (id: String, entries: [Entry]) {
        let stage = try Stage()
        let response = try await stage.respond()
        let ending = try await stage.undoer().undo(response.execution, by: "anna", isForced: false)
        guard case .undone = ending else { throw Missing(what: "an undo, but: \(ending)") }
        return (response.execution, try await entries(of: response.execution, in: stage))
    }

    private func promises(_ id: String, _ entries: [Entry]) -> Set<Breach.Promise> {
        Set(ExecutionAudit(id, entries).breaches.map(\.promise))
    }

    @Test("what the engine writes breaks no promise")
    func clean() async throws {
        let (id, entries) = try await whole()
        #expect(ExecutionAudit(id, entries).breaches.isEmpty)
        for length in entries.indices {
            #expect(ExecutionAudit(id, Array(entries.prefix(length))).breaches.isEmpty, "after \(length) entries")
        }
    }

    @Test(
        "a record that is missing breaks the promise that it keeps",
        arguments: [
            ("intent", Breach.Promise.intentFirst), ("planned", .planOnly), ("received", .endsOnce),
            ("undo-observed", .undoneMeansBack),
        ])
    func missing(kind: String, promise: Breach.Promise) async throws {
        let (id, entries) = try await whole()
        #expect(promises(id, entries.filter { $0.record.kind != kind }).contains(promise))
    }

    @Test("an observation that is missing makes \"contained\" a lie")
    func notDone() async throws {
        let (id, entries) = try await whole()
        let kept = entries.filter { entry in
            guard case .observed(let observation) = entry.record else { return true }
            return observation.step.phase != .contain
        }
        #expect(promises(id, kept).contains(.containedMeansDone))
    }

    @Test("an archive before people were told, or without containment, is named")
    func archive() async throws {
        let (id, entries) = try await whole()
        let untold = entries.filter { entry in
            switch entry.record {
            case .observed(let observation): observation.step.phase != .notify
            default: true
            }
        }
        #expect(promises(id, untold).contains(.archivedMeansTold))
        let unproven = entries.filter { $0.record.kind != "concluded" }
        #expect(promises(id, unproven).contains(.archivedMeansTold))
    }

    @Test("a change after the end, after the outcome or after an undo is named")
    func after() async throws {
        let (id, entries) = try await whole()
        let intent = try #require(entries.first { $0.record.kind == "intent" })
        let closed = try #require(entries.firstIndex { $0.record.kind == "closed" })
        let concluded = try #require(entries.firstIndex { $0.record.kind == "concluded" })
        func inserting(at place: Int) -> [Entry] { Array(entries[..<place]) + [intent] + entries[place...] }
        #expect(promises(id, inserting(at: closed + 1)).contains(.endsOnce))
        #expect(promises(id, inserting(at: concluded + 1)).contains(.handsOff))
        #expect(promises(id, entries + [intent]).contains(.undoneMeansBack))
        #expect(promises(id, entries + [entries[closed]]).contains(.endsOnce))
        #expect(promises(id, entries + [entries[0]]).contains(.endsOnce))
    }

    @Test("plans that are not those of their hash, or are made anew too late, are named")
    func plans() async throws {
        let (id, entries) = try await whole()
        let place = try #require(entries.firstIndex { $0.record.kind == "planned" })
        guard case .planned(let planned) = entries[place].record else { throw Missing(what: "a plan") }
        let other = Planned(
            phase: planned.phase, account: planned.account, plans: [], reasons: planned.reasons, hash: planned.hash)
        var changed = entries
        changed[place] = try Entry(
            .planned(other), sequence: entries[place].sequence, execution: id, time: entries[place].time,
            previous: entries[place].previous)
        #expect(promises(id, changed).isSuperset(of: [.planFrozen, .planOnly]))
        let intent = try #require(entries.firstIndex { $0.record.kind == "intent" })
        let late = Array(entries[...intent]) + [entries[place]] + entries[(intent + 1)...]
        #expect(promises(id, late).contains(.planFrozen))
    }
}
