import ActionKit
package import Engine
import Synchronization

/// A journal in memory, kept to the contract of all journals: fast enough for thousands of executions.
package final class MemoryJournal: Journal {
    private struct State {
        var entries: [Entry] = []
        var byExecution: [String: [Int]] = [:]
        var byKey: [String: [String]] = [:]
        /// Executions in the order in which they began; registers are none.
        var begun: [String] = []
        var leases: [String: (owner: LeaseOwner, end: Double)] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    package var all: [Entry] { state.withLock { $0.entries } }

    package func begin(_ execution: String, _ records: [Record], at time: String) async throws(JournalError) -> Bool {
        try state.withLock { state throws(JournalError) in
            guard state.byExecution[execution] == nil else { return false }
            state.begun.append(execution)
            for record in records { _ = try Self.append(record, execution, time, &state) }
            return true
        }
    }

    package func append(_ record: Record, to execution: String, at time: String) async throws(JournalError) -> Entry {
        try state.withLock { state throws(JournalError) in try Self.append(record, execution, time, &state) }
    }

    package func append(
        _ record: Record, to execution: String, at time: String, after sequence: Int
    ) async throws(JournalError) -> Entry? {
        try state.withLock { state throws(JournalError) in
            guard let last = state.byExecution[execution]?.last, last + 1 == sequence else { return nil }
            return try Self.append(record, execution, time, &state)
        }
    }

    package func approvalRequests(since time: String) async throws(JournalError) -> [Entry] {
        state.withLock { state in
            state.entries.filter { entry in
                guard case .approvalRequested = entry.record else { return false }
                return entry.time >= time
            }
        }
    }

    private static func append(
        _ record: Record, _ execution: String, _ time: String, _ state: inout State
    ) throws(JournalError) -> Entry {
        let previous = state.entries.last?.hash ?? Entry.origin
        let entry: Entry
        do {
            entry = try Entry(
                record, sequence: state.entries.count + 1, execution: execution, time: time, previous: previous)
        } catch {
            throw JournalError(.damaged, "The record cannot be written: \(error)")
        }
        state.byExecution[execution, default: []].append(state.entries.count)
        if case .admitted(let admission) = record { state.byKey[admission.key, default: []].append(execution) }
        state.entries.append(entry)
        return entry
    }

    package func entries(of execution: String) async throws(JournalError) -> [Entry] {
        state.withLock { state in (state.byExecution[execution] ?? []).map { state.entries[$0] } }
    }

    package func executions(withKey key: String) async throws(JournalError) -> [String] {
        state.withLock { $0.byKey[key] ?? [] }
    }

    package func executions(newest limit: Int) async throws(JournalError) -> [String] {
        state.withLock { Array($0.begun.suffix(limit).reversed()) }
    }

    package func planned(since time: String) async throws(JournalError) -> [Entry] {
        state.withLock { state in
            state.entries.filter { entry in
                guard case .planned(let planned) = entry.record else { return false }
                return planned.phase == .contain && planned.held == nil && entry.time >= time
            }
        }
    }

    package func claim(
        _ execution: String, by owner: LeaseOwner, until end: Double, now: Double
    ) async throws(JournalError) -> Bool {
        state.withLock { state in
            if let lease = state.leases[execution], lease.owner != owner, lease.end > now { return false }
            state.leases[execution] = (owner, end)
            return true
        }
    }

    package func release(_ execution: String, by owner: LeaseOwner) async throws(JournalError) {
        state.withLock { state in
            if state.leases[execution]?.owner == owner { state.leases[execution] = nil }
        }
    }

    package func verify() async throws(JournalError) -> Verification {
        let entries = all
        var previous = Entry.origin
        for (index, entry) in entries.enumerated() {
            let hash = Entry.hash(
                text: entry.text, sequence: index + 1, execution: entry.execution, time: entry.time,
                previous: previous)
            guard entry.hash == hash else {
                let broken = Verification.Break(
                    sequence: index + 1, execution: entry.execution, why: "Its hash is not that of its contents.")
                return Verification(entries: index, firstBroken: broken)
            }
            previous = hash
        }
        return Verification(entries: entries.count, firstBroken: nil)
    }
}
