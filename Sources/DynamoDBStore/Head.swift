import Engine

/// The end of the chain: what the next entry is chained to.
struct Head: Hashable, Sendable {
    /// 0 while the journal has no entry.
    let sequence: Int
    let hash: String

    static let origin = Head(sequence: 0, hash: Entry.origin)

    init(sequence: Int, hash: String) {
        self.sequence = sequence
        self.hash = hash
    }

    /// nil when the item is not what was written.
    init?(_ item: Item) {
        guard let sequence = item.int("sequence"), sequence > 0, let hash = item.text("hash") else { return nil }
        self.init(sequence: sequence, hash: hash)
    }

    var item: Item { Item(.head, ["sequence": .number(sequence), "hash": .text(hash)]) }

    /// Moves the table's head from here to another, and fails when it is elsewhere already.
    func moved(to next: Head) -> Table.Put {
        guard sequence > 0 else { return Table.Put(next.item, onlyIf: .absent) }
        return Table.Put(
            next.item,
            onlyIf: Table.Condition(
                "#sequence = :sequence AND #hash = :hash", names: ["sequence", "hash"],
                values: ["sequence": .number(sequence), "hash": .text(hash)]))
    }
}

/// The end of the chain as this process wrote it.
struct End: Hashable, Sendable {
    let head: Head
    /// Whose entry the head is.
    let execution: String
}
