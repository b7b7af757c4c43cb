import JSON
import SQLiteStore
import Testing

@testable import Engine

@Suite("Dismissing many events at once") struct ResponderSortingTests {
    private let idle = Array(#"{"id":"1","source":"my.app","detail-type":"x"}"#.utf8)

    @Test("records those that lead to nothing as responding one by one does, and leaves the others")
    func same() async throws {
        let stage = try Stage()
        let sample = Sample.bytes(Sample.event(title: "[SAMPLE] Odd."))
        let events = [idle, Sample.bytes(Sample.event()), Array("no JSON".utf8), sample]
        let outcomes = try await stage.responder().dismiss(events)
        #expect(outcomes[1] == nil)
        let other = try Stage()
        for (event, outcome) in zip(events, outcomes) where outcome != nil {
            let responses = try await other.responder().respond(to: event)
            #expect(responses.map(\.conclusion.outcome) == [outcome].compactMap { $0 })
        }
        let ids = try await stage.journal.executions(newest: 9)
        #expect(Set(ids) == Set(try await other.journal.executions(newest: 9)))
        for id in ids {
            let records = try await stage.journal.entries(of: id).map(\.record)
            #expect(records == (try await other.journal.entries(of: id).map(\.record)))
        }
    }

    @Test("leaves orders to apply a plan to be done one by one, and writes nothing for them")
    func orders() async throws {
        let stage = try Stage()
        let order = Array(ApplyMessage(execution: "0123456789abcdef").body.utf8)
        #expect(try await stage.responder().dismiss([order]) == [nil])
        #expect(try await stage.journal.verify().entries == 0)
    }

    @Test("notes the first start of a service, once")
    func backlog() async throws {
        let stage = try Stage()
        for _ in 1...2 { _ = try await stage.responder(isService: true).dismiss([idle]) }
        #expect(try await stage.journal.entries(of: Register.backlog).map(\.record) == [.serviceBegun])
        #expect(try await stage.journal.verify().entries == 4)
    }
}
