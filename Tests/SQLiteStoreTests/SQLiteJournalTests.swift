import ActionKit
import Engine
import Foundation
import GRDB
import JSON
import JournalContract
import Testing

@testable import SQLiteStore

/// A folder of its own for one test's journal.
final class JournalFolder: Sendable {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("quell-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var path: String { folder.appendingPathComponent("journal.sqlite").path }
    func open() throws -> SQLiteJournal { try SQLiteJournal(path: path) }

    /// Alters the file as somebody with another program would.
    func alter(_ sql: String, _ arguments: StatementArguments = []) throws {
        try DatabaseQueue(path: path).write { try $0.execute(sql: sql, arguments: arguments) }
    }
}

@Suite struct SQLiteJournalTests {
    @Test("keeps the contract of journals, in memory", arguments: JournalContract.checks.map(\.name))
    func memory(_ name: String) async throws {
        let check = try #require(JournalContract.checks.first { $0.name == name })
        try await check.run(JournalContract { try SQLiteJournal.empty() })
    }

    @Test("keeps the contract of journals, in a file", arguments: JournalContract.checks.map(\.name))
    func file(_ name: String) async throws {
        let check = try #require(JournalContract.checks.first { $0.name == name })
        let folder = try JournalFolder()
        try await check.run(JournalContract { try folder.open() })
    }

    @Test("two connections that append at once keep one chain")
    func twoConnections() async throws {
        let folder = try JournalFolder()
        let journals = [try folder.open(), try folder.open()]
        try await JournalContract.appendMany(200, to: journals)
        for journal in journals {
            #expect(try await journal.verify() == Verification(entries: 200, firstBroken: nil))
        }
    }

    @Test("a lease is free at once when its process of this machine has died")
    func deadProcess() async throws {
        let journal = try SQLiteJournal.empty()
        let dead = LeaseOwner(host: "h", process: 2_147_483_000, token: "d")
        let alive = LeaseOwner(host: "h", process: Int(ProcessInfo.processInfo.processIdentifier), token: "a")
        #expect(try await journal.claim("e", by: dead, until: 200, now: 100))
        #expect(try await journal.claim("e", by: alive, until: 200, now: 101))
        let other = LeaseOwner(host: "h", process: 1, token: "o")
        #expect(try await !journal.claim("e", by: other, until: 200, now: 102), "the holder is alive")
        let zero = LeaseOwner(host: "h", process: 99_999_999_999, token: "z")
        #expect(try await journal.claim("f", by: zero, until: 200, now: 100))
        #expect(try await !journal.claim("f", by: alive, until: 200, now: 101), "no process has that number")
    }

    @Test("invariant 6: what was written is there when the file is opened again")
    func reopening() async throws {
        let folder = try JournalFolder()
        let admitted = try JournalContract.admitted(key: "k")
        do {
            let journal = try folder.open()
            #expect(try await journal.begin("e", [JournalContract.received, admitted], at: JournalContract.time))
            #expect(try await journal.claim("e", by: JournalContract.alive, until: 200, now: 100))
        }
        let journal = try folder.open()
        #expect(try await journal.entries(of: "e").map(\.record) == [JournalContract.received, admitted])
        #expect(try await journal.executions(withKey: "k") == ["e"])
        #expect(try await !journal.begin("e", [JournalContract.received], at: JournalContract.time))
        let other = LeaseOwner(host: "x", process: 1, token: "b")
        #expect(try await !journal.claim("e", by: other, until: 300, now: 150))
        let next = try await journal.append(.closed, to: "e", at: JournalContract.time)
        #expect(next.sequence == 3)
        #expect(try await journal.verify().firstBroken == nil)
    }

    @Test("a journal in memory begins empty")
    func empty() async throws {
        let journal = try SQLiteJournal.empty()
        #expect(try await journal.executions(newest: 10).isEmpty)
        #expect(try await journal.verify() == Verification(entries: 0, firstBroken: nil))
    }

    @Test("a path that cannot be written is refused with advice", arguments: ["/proc/journal.sqlite", "/nowhere/j"])
    func unwritable(_ path: String) {
        let error = #expect(throws: JournalError.self) { try SQLiteJournal(path: path) }
        #expect(error?.kind == .unavailable)
        #expect(error?.description.contains(path) ?? false)
        #expect(error?.description.contains("--journal") ?? false)
    }

    @Test("a file that is no database is refused with advice, and left as it is")
    func notADatabase() throws {
        let folder = try JournalFolder()
        let text = Data(String(repeating: "not a database\n", count: 100).utf8)
        try text.write(to: URL(fileURLWithPath: folder.path))
        let error = #expect(throws: JournalError.self) { try folder.open() }
        #expect(error?.kind == .unavailable)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path)) == text)
    }
}

@Suite struct SQLiteJournalDamageTests {
    /// Seven entries; the fourth is the one that is damaged.
    private func journal() async throws -> JournalFolder {
        let folder = try JournalFolder()
        let journal = try folder.open()
        for number in 1...7 {
            let record = number == 4 ? try JournalContract.planned("contain") : JournalContract.received
            _ = try await journal.append(record, to: "e\(number % 2)", at: JournalContract.time)
        }
        return folder
    }

    @Test(
        "the fourth entry is named when any of its values is changed",
        arguments: [
            "execution = 'x'", "execution = execution || ' '", "time = '2026-03-01T10:00:01Z'", "kind = 'closed'",
            "record = record || ' '", "record = replace(record, '111122223333', '111122223334')",
            "record = X'FFFE00'", "record = ''", "record = 1", "previous = replace(previous, 'a', 'b') || 'c'",
            "hash = upper(hash) || 'x'", "hash = ''", "execution = X'FF'", "time = X'FF'", "kind = X'FF'",
            "hash = X'FF'",
        ])
    func damaged(_ change: String) async throws {
        let folder = try await journal()
        try folder.alter("UPDATE entries SET \(change) WHERE sequence = 4")
        let verification = try await folder.open().verify()
        #expect(verification.entries == 3)
        #expect(verification.firstBroken?.sequence == 4)
    }

    @Test("every single byte of the record counts")
    func everyByte() async throws {
        let folder = try await journal()
        let text = try await folder.open().entries(of: "e0").first { $0.sequence == 4 }?.text ?? ""
        let bytes = Array(text.utf8)
        #expect(bytes.count > 80)
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            try folder.alter(
                "UPDATE entries SET record = CAST(? AS TEXT) WHERE sequence = 4", [Data(changed)])
            let verification = try await folder.open().verify()
            #expect(verification.firstBroken?.sequence == 4, "byte \(index)")
        }
    }

    @Test("an entry that was taken out is noticed at the next one", arguments: 1...6)
    func missing(_ sequence: Int) async throws {
        let folder = try await journal()
        try folder.alter("DELETE FROM entries WHERE sequence = ?", [sequence])
        let verification = try await folder.open().verify()
        #expect(verification.entries == sequence - 1)
        #expect(verification.firstBroken?.sequence == sequence + 1)
        #expect(verification.firstBroken?.why == "Entry \(sequence) is missing.")
    }

    @Test(
        "an execution with an unreadable entry is refused with advice", arguments: ["'{}'", "'no JSON'", "X'FF'", "''"])
    func unreadable(_ record: String) async throws {
        let folder = try await journal()
        try folder.alter("UPDATE entries SET record = \(record) WHERE sequence = 4")
        let journal = try folder.open()
        let error = await #expect(throws: JournalError.self) { try await journal.entries(of: "e0") }
        #expect(error?.kind == .damaged)
        #expect(error?.description.contains("quell journal verify") ?? false)
        #expect(try await journal.entries(of: "e1").count == 4, "others can still be read")
    }
}
