import AWSClient
package import Engine
import Synchronization

extension DynamoDBJournal {
    package func begin(
        _ execution: String, _ records: [Record], at time: String
    ) async throws(JournalError) -> Bool {
        try await commit(records, of: execution, at: time, isBeginning: true) != nil
    }

    @discardableResult
    package func append(_ record: Record, to execution: String, at time: String) async throws(JournalError) -> Entry {
        guard let entry = try await commit([record], of: execution, at: time, isBeginning: false)?.first else {
            throw JournalError(.damaged, "An entry of execution \(execution) was written and is not there.")
        }
        return entry
    }

    package func append(
        _ record: Record, to execution: String, at time: String, after sequence: Int
    ) async throws(JournalError) -> Entry? {
        try await commit([record], of: execution, at: time, isBeginning: false, after: sequence)?.first
    }

    /// Writes records to the end of the chain, wherever that is by then; nil when the execution has begun already, or its
    /// last entry is not the one that `sequence` names.
    private func commit(
        _ records: [Record], of execution: String, at time: String, isBeginning: Bool, after sequence: Int? = nil
    ) async throws(JournalError) -> [Entry]? {
        await turns.take()
        defer { turns.give() }
        // Whatever stops this call short, the next one reads where the chain ends.
        let known = end.withLock { end in
            let known = end
            end = nil
            return known
        }
        let writer = newWriter()
        var start: Head
        if let known { start = known.head } else { start = try await storedHead() }
        var patience = Patience(surroundings)
        var isInDoubt = false
        var hasParts = false
        while true {
            // Where the chain ends with this execution, as most often, its end is known. Else it is read after the head:
            // where the head has not moved when the draft is written, nothing came in between.
            if let sequence, !isInDoubt, End(head: start, execution: execution) != known || sequence != start.sequence,
                try await lastSequence(of: execution) != sequence
            {
                return nil
            }
            let draft = try Draft(
                records, of: execution, at: time, after: start, isBeginning: isBeginning, writer: writer)
            // Their names do not depend on the head: once is enough, however often the draft changes.
            if !hasParts { for parts in draft.parts { try await store(parts) } }
            hasParts = true
            do throws(AWSError) {
                try await table.transact(draft.puts, token: draft.token)
                end.withLock { $0 = End(head: draft.head, execution: execution) }
                return draft.entries
            } catch {
                switch CallEnding(error) {
                case .inDoubt: isInDoubt = true
                case .notDone: break
                case .final: throw JournalError(error, verb: "written", table: table)
                case .refused:
                    if isInDoubt, try await stands(draft) { return draft.entries }
                    if isBeginning, try await isBegun(execution, draft) { return nil }
                    let now = try await storedHead()
                    if now == start { try await checkFree(start) }
                    // A draft that may still be under way can no longer succeed once the head has moved.
                    if now != start { isInDoubt = false }
                    start = now
                }
                guard await patience.pause() else {
                    throw isInDoubt ? doubt(error, execution) : JournalError(error, verb: "written", table: table)
                }
            }
        }
    }

    private func lastSequence(of execution: String) async throws(JournalError) -> Int? {
        var range = Table.Range(ItemKey.entries(of: execution))
        (range.isBackward, range.limit) = (true, 1)
        return try await items(range).first.flatMap { Int($0.key.sort) }
    }

    /// Whether the draft of an earlier sending is in the table: the answer was lost, not the write.
    private func stands(_ draft: Draft) async throws(JournalError) -> Bool {
        guard let entry = draft.entries.first,
            let item = try await item(.entry(entry.sequence, of: entry.execution))
        else { return false }
        let stored = StoredEntry(item)
        return stored.hash == entry.hash && stored.writer == draft.writer
    }

    private func isBegun(_ execution: String, _ draft: Draft) async throws(JournalError) -> Bool {
        if try await item(.about(execution)) != nil { return true }
        for case .admitted(let admission) in draft.entries.map(\.record) {
            let key = ItemKey.execution(ofKey: admission.key, generation: admission.generation)
            guard let other = try await item(key) else { continue }
            throw JournalError(
                .unavailable,
                "Generation \(admission.generation) of key \(admission.key) is execution "
                    + "\(other.text("execution") ?? "(unknown)") already; execution \(execution) was not begun.")
        }
        return false
    }

    /// An entry after the head, with the head where it was, was not written by a journal.
    private func checkFree(_ start: Head) async throws(JournalError) {
        guard try await item(.place(start.sequence + 1)) != nil, try await storedHead() == start else { return }
        throw JournalError(
            .damaged,
            "The journal's head is entry \(start.sequence), and there is an entry after it. Nothing can be added. "
                + "Run: quell journal verify")
    }

    /// Pieces are named by what they hold, so one that is there already is right.
    private func store(_ parts: TextParts) async throws(JournalError) {
        for item in parts.items {
            var patience = Patience(surroundings)
            putting: while true {
                do throws(AWSError) {
                    try await table.put(Table.Put(item, onlyIf: .absent))
                    break putting
                } catch {
                    if error.code == "ConditionalCheckFailedException" { break putting }
                    guard CallEnding(error) != .final, await patience.pause() else {
                        throw JournalError(error, verb: "written", table: table)
                    }
                }
            }
        }
    }

    private func doubt(_ error: AWSError, _ execution: String) -> JournalError {
        JournalError(
            .unavailable,
            "It is not known whether the last record of execution \(execution) was written to the journal "
                + "dynamodb:\(table.region)/\(table.name): \(error) Nothing more is changed. "
                + "Run the command again; it goes on from what was written.")
    }

    /// Differs for every call of every process.
    private func newWriter() -> String {
        (0..<2).map { _ in String(UInt64(surroundings.random() * 0x1p53), radix: 16) }.joined(separator: "-")
    }
}
