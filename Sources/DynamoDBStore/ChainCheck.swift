import Engine

/// Holds stored entries against their places in the chain and against the head; the first that does not fit ends it.
struct ChainCheck {
    private var walk = ChainWalk()
    /// Entries that were read with their execution and whose places are still to come.
    private var waiting: [Int: StoredEntry] = [:]
    private var seen: Set<String> = []
    private var lastHash = Entry.origin
    private var broken: Verification.Break?

    private var count: Int { walk.verification.entries }

    var verification: Verification {
        Verification(entries: count, firstBroken: broken ?? walk.verification.firstBroken)
    }

    /// Whether the entries of an execution are still to be added.
    func lacks(_ execution: String) -> Bool { !seen.contains(execution) }

    /// False when an entry stands where none can.
    mutating func add(_ entries: [StoredEntry], of execution: String) -> Bool {
        seen.insert(execution)
        for entry in entries {
            guard entry.sequence > count, waiting[entry.sequence] == nil else {
                return fails(entry.sequence, execution, "It is in the table and not in the chain.")
            }
            waiting[entry.sequence] = entry
        }
        return true
    }

    /// Takes the next place, after the entries of its execution were added.
    mutating func accepts(place sequence: Int, of execution: String) -> Bool {
        guard sequence == count + 1 else {
            return fails(count + 1, waiting[count + 1]?.execution ?? "", "Entry \(count + 1) is missing.")
        }
        guard let entry = waiting.removeValue(forKey: sequence), entry.execution == execution else {
            return fails(sequence, execution, "Entry \(sequence) is missing.")
        }
        lastHash = entry.hash
        return walk.accepts(
            text: entry.text ?? "", sequence: sequence, execution: execution, time: entry.time,
            previous: entry.previous, hash: entry.hash, kind: entry.kind)
    }

    /// Whether the chain ends where the head says: entries that were cut off at the end are missed here.
    mutating func ends(at head: Head) -> Bool {
        guard count >= head.sequence else {
            return fails(
                count + 1, waiting[count + 1]?.execution ?? "",
                "Entry \(count + 1) is missing: the head of the journal says that there are \(head.sequence).")
        }
        guard lastHash == head.hash else {
            return fails(count, "", "The head of the journal has another hash than the last entry.")
        }
        return true
    }

    /// `now` is the head as it is after everything was read; entries up to it may have been written meanwhile.
    mutating func hasNothing(after now: Head, place: Int?, of execution: String) -> Bool {
        if let place, place > now.sequence {
            return fails(place, execution, "It stands after the end of the chain.")
        }
        if let beyond = waiting.values.filter({ $0.sequence > now.sequence }).min(by: { $0.sequence < $1.sequence }) {
            return fails(beyond.sequence, beyond.execution, "It stands after the end of the chain.")
        }
        return true
    }

    /// Whether a listed execution has entries in the chain.
    mutating func knows(_ execution: String, from sequence: Int) -> Bool {
        guard seen.contains(execution) else {
            return fails(sequence, execution, "It is listed, and the chain has nothing of it.")
        }
        return true
    }

    private mutating func fails(_ sequence: Int, _ execution: String, _ why: String) -> Bool {
        broken = Verification.Break(sequence: sequence, execution: execution, why: why)
        return false
    }
}
