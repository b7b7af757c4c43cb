import ActionKit
import Engine

/// What one transaction is to write when the chain ends at a given head: all of it or nothing.
struct Draft: Sendable {
    /// Limits of DynamoDB on one transaction; the bytes leave room for what it adds.
    static let mostItems = 100
    static let mostBytes = 4_000_000

    let from: Head
    let head: Head
    let entries: [Entry]
    let puts: [Table.Put]
    let parts: [TextParts]
    /// Names the draft and who wrote it.
    ///
    /// An entry's hash alone would not do: two processes that write the same record at the same second after the same
    /// head make the same entry, and only one of them has written it.
    let token: String
    let writer: String

    /// Chains the records to a head.
    ///
    /// With `isBeginning` they are the first of an execution.
    init(
        _ records: [Record], of execution: String, at time: String, after from: Head, isBeginning: Bool, writer: String
    ) throws(JournalError) {
        var entries: [Entry] = []
        var head = from
        for record in records {
            let entry: Entry
            do {
                entry = try Entry(
                    record, sequence: head.sequence + 1, execution: execution, time: time, previous: head.hash)
            } catch {
                throw JournalError(
                    .unavailable, "A record of execution \(execution) cannot be written as JSON: \(error).")
            }
            entries.append(entry)
            head = Head(sequence: entry.sequence, hash: entry.hash)
        }
        let texts = entries.map { TextParts($0.text) }
        var items = zip(entries, texts).map { StoredEntry.item($0, writer: writer, parts: $1) }
        items += entries.map { Item(.place($0.sequence), ["execution": .text(execution)]) }
        for entry in entries { if let pointer = try Self.pointer(entry) { items.append(pointer) } }
        if isBeginning { items += Self.beginning(execution, entries) }
        (self.from, self.head, self.entries, self.writer) = (from, head, entries, writer)
        parts = texts.compactMap(\.self)
        puts = items.map { Table.Put($0, onlyIf: .absent) } + [from.moved(to: head)]
        token = String(Canonical.sha256("\(head.hash)\n\(writer)").prefix(36))
        try checkLimits(execution)
    }

    /// The item that lets a plan be counted, or an approval be found; only plans of the phase that contains count.
    private static func pointer(_ entry: Entry) throws(JournalError) -> Item? {
        let wanted: ItemKey?
        switch entry.record {
        case .planned(let planned) where planned.phase == .contain && planned.held == nil:
            wanted = ItemKey.planned(at: entry.time, sequence: entry.sequence)
        case .approvalRequested: wanted = ItemKey.approval(at: entry.time, sequence: entry.sequence)
        default: return nil
        }
        guard let key = wanted else {
            throw JournalError(
                .unavailable, "\"\(entry.time)\" is no time such as 2026-11-25T07:00:00Z; nothing was written.")
        }
        return Item(key, ["execution": .text(entry.execution), "sequence": .number(entry.sequence)])
    }

    /// What is there once for an execution.
    private static func beginning(_ execution: String, _ entries: [Entry]) -> [Item] {
        guard let first = entries.first else { return [] }
        var about: [String: Item.Value] = ["began": .number(first.sequence)]
        var items = [Item(.began(first.sequence), ["execution": .text(execution)])]
        for case .admitted(let admission) in entries.map(\.record) {
            about["key"] = .text(admission.key)
            about["generation"] = .number(admission.generation)
            let key = ItemKey.execution(ofKey: admission.key, generation: admission.generation)
            items.append(Item(key, ["execution": .text(execution)]))
        }
        return items + [Item(.about(execution), about)]
    }

    private func checkLimits(_ execution: String) throws(JournalError) {
        let bytes = puts.reduce(0) { $0 + $1.item.size }
        guard puts.count <= Self.mostItems, bytes <= Self.mostBytes else {
            throw JournalError(
                .unavailable,
                "\(entries.count) records of execution \(execution) make \(puts.count) items of \(bytes) bytes, and a "
                    + "transaction of DynamoDB takes \(Self.mostItems) items and \(Self.mostBytes) bytes. "
                    + "Nothing was written. Write fewer records at once.")
        }
    }
}
