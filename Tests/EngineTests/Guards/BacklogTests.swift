import Playbook
import SQLiteStore
import Testing

@testable import Engine

@Suite struct BacklogTests {
    private static let start = "2027-01-15T08:00:00Z"
    private let rules = Guardrails.Backlog()

    @Test(
        "what happened before the first start is held, what happened since is not",
        arguments: [
            ("2027-01-15T07:44:59Z", true), ("2027-01-15T07:45:00Z", false), ("2027-01-15T09:00:00Z", false),
            ("2026-03-01T10:00:00Z", true), (nil, true), ("yesterday", true),
        ])
    func old(_ time: String?, _ isHeld: Bool) async throws {
        let backlog = Backlog(journal: try SQLiteJournal.empty())
        #expect(try await backlog.reason(eventTime: time, rules) == nil, "no service has begun")
        try await backlog.begin(at: Self.start)
        try await backlog.begin(at: "2027-01-16T08:00:00Z")
        let why = try await backlog.reason(eventTime: time, rules)
        #expect((why != nil) == isHeld)
        #expect(try await backlog.reason(eventTime: time, Guardrails.Backlog(isApplied: true)) == nil)
        try await backlog.release(by: "somebody", at: Self.start)
        #expect(try await backlog.reason(eventTime: time, rules) == nil)
    }

    @Test("a journal with executions has had its first start")
    func later() async throws {
        let journal = try SQLiteJournal.empty()
        _ = try await journal.begin("e", [Records.received, .closed], at: Self.start)
        let backlog = Backlog(journal: journal)
        try await backlog.begin(at: Self.start)
        #expect(try await backlog.reason(eventTime: "2020-01-01T00:00:00Z", rules) == nil)
    }
}
