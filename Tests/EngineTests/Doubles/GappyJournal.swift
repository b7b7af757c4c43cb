import Engine
import Synchronization

/// A journal that may not show one plan yet, as one that is read in pages while others write.
final class GappyJournal: ForwardingJournal {
    let journal: any Journal
    private let hidden = Mutex<Int?>(nil)

    init(_ journal: any Journal) { self.journal = journal }

    func hide(_ sequence: Int?) { hidden.withLock { $0 = sequence } }

    func planned(since time: String) async throws(JournalError) -> [Entry] {
        let sequence = hidden.withLock { $0 }
        return try await journal.planned(since: time).filter { $0.sequence != sequence }
    }
}
