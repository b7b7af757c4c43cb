import Engine
import EventService

/// A folder of events: each file is answered and then moved to `done`, or to `failed` where the journal or AWS was away.
struct Inbox {
    let folder: String

    /// Until the process is interrupted.
    func answer(with clerk: ResponseClerk) async throws {
        let spool = try SpoolFolder(folder)
        while true {
            for name in try spool.names() { try await answer(name, clerk, spool) }
            try await Task.sleep(for: .milliseconds(500))
        }
    }

    private func answer(_ name: String, _ clerk: ResponseClerk, _ spool: SpoolFolder) async throws {
        let events = InputFiles.events(in: try InputFiles.bytes("\(folder)/\(name)"))
        var end = SpoolFolder.End.done
        do {
            let responses = try await clerk.answer(events)
            if responses.contains(where: { $0.conclusion.outcome == .failed }) { end = .failed }
        } catch {
            Terminal.error("\(name): \(error)")
            end = .failed
        }
        try spool.move(name, to: end)
    }
}
