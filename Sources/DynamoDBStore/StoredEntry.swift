import Engine

/// An entry as the table holds it, right or wrong: what is missing counts as an empty text, which no hash fits.
struct StoredEntry: Hashable, Sendable {
    let sequence: Int
    let execution: String
    let time: String
    let kind: String
    let previous: String
    let hash: String
    /// Says which call wrote it; no part of the chain.
    let writer: String
    /// The record's text; nil while its parts are not read yet.
    private(set) var text: String?
    /// Where a long text's parts are.
    let digest: String?

    init(_ item: Item) {
        let prefix = ItemKey.entries(of: "")
        execution = String(item.key.partition.dropFirst(prefix.count))
        sequence = Int(item.key.sort) ?? 0
        time = item.text("time") ?? ""
        kind = item.text("kind") ?? ""
        previous = item.text("previous") ?? ""
        hash = item.text("hash") ?? ""
        writer = item.text("writer") ?? ""
        digest = item.text("digest")
        text = item.text("record") ?? (digest == nil ? "" : nil)
    }

    /// The same with the text that its parts hold.
    func with(_ parts: [Item]) -> StoredEntry {
        var whole = self
        whole.text = parts.map { $0.text("text") ?? "" }.joined()
        return whole
    }

    /// Throws when the record cannot be read, or is not what its hash was made of: nobody acts on a changed entry.
    func entry() throws(JournalError) -> Entry {
        let text = text ?? ""
        let wanted = Entry.hash(text: text, sequence: sequence, execution: execution, time: time, previous: previous)
        guard hash == wanted else { throw damage("its contents are not what its hash was made of") }
        do {
            return try Entry(
                text: text, sequence: sequence, execution: execution, time: time, previous: previous, hash: hash)
        } catch {
            throw damage("it cannot be read: \(error)")
        }
    }

    private func damage(_ what: String) -> JournalError {
        JournalError(
            .damaged,
            "Entry \(sequence) of the journal, of execution \(execution), is damaged: \(what). "
                + "Nothing more is done for this execution. Run: quell journal verify")
    }

    /// The item of an entry; its text is elsewhere when it is `parts`.
    static func item(_ entry: Entry, writer: String, parts: TextParts?) -> Item {
        var values: [String: Item.Value] = [
            "time": .text(entry.time), "kind": .text(entry.record.kind), "previous": .text(entry.previous),
            "hash": .text(entry.hash), "writer": .text(writer),
        ]
        if let parts {
            values["digest"] = .text(parts.digest)
        } else {
            values["record"] = .text(entry.text)
        }
        return Item(.entry(entry.sequence, of: entry.execution), values)
    }
}
