import Testing

@testable import EventService

@Suite("The inbox of events") struct EventInboxTests {
    private let bench: Bench
    private let events = [Bench.idle(1), Bench.idle(2), Bench.idle(3)]

    init() throws { bench = try Bench(limit: 3) }

    private var inbox: EventInbox { bench.inbox }

    /// The same file, opened as after the end of the process.
    private func reopened(_ path: String) throws -> EventInbox { try EventInbox(path: path, isService: true) }

    @Test("what is accepted is there in its order, once, until it is answered")
    func keeps() async throws {
        let bench = try Bench(limit: 9)
        let inbox = bench.inbox
        #expect(try await inbox.accept([events[0], events[1]], at: 10) == .accepted(new: 2, known: 0))
        #expect(try await inbox.accept([events[1], events[2]], at: 11) == .accepted(new: 1, known: 1))
        let arrived = try await inbox.arrived()
        #expect(arrived.map(\.body) == events)
        #expect(arrived.map(\.accepted) == [10, 10, 11])
        try await inbox.sort(answered: arrived.map(\.id), ready: [])
        #expect(try await inbox.arrived().isEmpty)
        #expect(try await inbox.accept([events[0]], at: 12) == .accepted(new: 1, known: 0))
    }

    @Test("takes no more than its limit, and all of a request or nothing")
    func limit() async throws {
        #expect(try await inbox.accept([events[0], events[1]], at: 1) == .accepted(new: 2, known: 0))
        #expect(try await inbox.accept([events[2], Bench.idle(4)], at: 1) == .full)
        #expect(try await inbox.accept([events[2]], at: 1) == .accepted(new: 1, known: 0))
        #expect(try await inbox.accept([events[0]], at: 1) == .full)
        let arrived = try await inbox.arrived()
        try await inbox.sort(answered: [arrived[0].id], ready: [arrived[1].id])
        #expect(try await inbox.accept([events[1]], at: 1) == .accepted(new: 0, known: 1))
        #expect(try await inbox.accept([Bench.idle(5)], at: 1) == .accepted(new: 1, known: 0))
    }

    @Test("an event is taken by one, when it is due, and the count of tries is kept")
    func taking() async throws {
        let event = try await bench.ready(events[0])
        #expect(try await inbox.take(at: 5)?.attempts == 1)
        #expect(try await inbox.take(at: 5) == nil)
        try await inbox.putBack(event.id, until: 20, isCounted: true)
        #expect(try await inbox.take(at: 19) == nil)
        #expect(try await inbox.take(at: 20)?.attempts == 2)
        try await inbox.putBack(event.id, until: 20, isCounted: false)
        #expect(try await inbox.take(at: 20)?.attempts == 2)
        try await inbox.finish(event.id)
        #expect(try await inbox.take(at: 99) == nil)
        #expect(try await inbox.level().open == 0)
    }

    @Test("what a process had taken that ended is taken up, and given up after five ends")
    func takesUp() async throws {
        let path = bench.folder.path + "/other.sqlite"
        for attempt in 1...EventInbox.attempts {
            let inbox = try reopened(path)
            if attempt == 1 {
                _ = try await inbox.accept([events[0]], at: 1)
                try await inbox.sort(answered: [], ready: try await inbox.arrived().map(\.id))
            }
            #expect(try await inbox.take(at: 1)?.attempts == attempt)
        }
        let inbox = try reopened(path)
        #expect(try await inbox.take(at: 1) == nil)
        let given = try await inbox.quarantined()
        #expect(given.map(\.body) == [events[0]])
        #expect(given.first?.reason == "The process ended 5 times while it answered this event.")
    }

    @Test("what is quarantined is no open event, and is tried anew when it comes again or somebody says so")
    func quarantine() async throws {
        let event = try await bench.ready(events[0])
        _ = try await inbox.take(at: 1)
        try await inbox.quarantine(event.id, because: "It cannot be.")
        #expect(try await inbox.quarantined().map(\.reason) == ["It cannot be."])
        #expect(try await inbox.level() == InboxLevel(arrived: 0, open: 0, quarantined: 1, oldest: nil))
        #expect(try await inbox.accept([events[0]], at: 7) == .accepted(new: 1, known: 0))
        #expect(try await inbox.level() == InboxLevel(arrived: 1, open: 1, quarantined: 0, oldest: 7))
        try await inbox.sort(answered: [], ready: [event.id])
        #expect(try await inbox.take(at: 1)?.attempts == 1)
        try await inbox.quarantine(event.id, because: "It still cannot be.")
        #expect(try await inbox.redrive([event.id + 1]) == 0)
        #expect(try await inbox.redrive([event.id]) == 1)
        #expect(try await inbox.redrive(nil) == 0)
        #expect(try await inbox.arrived().map(\.attempts) == [0])
    }

    @Test("serves one process at a time, beside which others may look")
    func lock() async throws {
        let path = inbox.path
        #expect { try EventInbox(path: path) } throws: { ($0 as? InboxError)?.kind == .inUse }
        _ = try await inbox.accept([events[0]], at: 1)
        #expect(try await EventInbox(path: path, isService: false).level().open == 1)
        #expect { try EventInbox(path: "/nowhere/inbox.sqlite") } throws: { ($0 as? InboxError)?.kind == .unavailable }
    }

    @Test("what is in the file survives who wrote it")
    func survives() async throws {
        let path = bench.folder.path + "/third.sqlite"
        _ = try await reopened(path).accept(events, at: 1)
        let inbox = try reopened(path)
        #expect(try await inbox.arrived().map(\.body) == events)
        #expect(try await inbox.accept([Bench.idle(9)], at: 1) == .accepted(new: 1, known: 0))
    }
}
