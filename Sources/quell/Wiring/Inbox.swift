import Engine
import EventService

/// A folder of events: each file is answered and then moved to `done`, or to `failed` where the journal or AWS was away.
///
/// Between the files it does what is due by itself, such as looking whether containments still hold.
struct Inbox {
    let folder: String

    private static let timeBetweenTendings = Duration.seconds(5)

    /// Until the process is interrupted.
    func answer(with clerk: ResponseClerk) async throws {
        let spool = try SpoolFolder(folder)
        var tended: ContinuousClock.Instant?
        while true {
            if tended.map({ ContinuousClock.now - $0 >= Self.timeBetweenTendings }) ?? true {
                await tend(with: clerk)
                tended = .now
            }
            for name in try spool.names() {
                try await answer(name, clerk, spool)
                if let last = tended, ContinuousClock.now - last >= Self.timeBetweenTendings { break }
            }
            try await Task.sleep(for: .milliseconds(500))
        }
    }

    /// What cannot be tended now is tended the next time; the files are answered all the same.
    private func tend(with clerk: ResponseClerk) async {
        do {
            try await clerk.tend()
        } catch {
            Terminal.error("Nothing was tended: \(error)")
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
