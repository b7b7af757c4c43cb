import Engine

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A folder of events: each file is answered and then moved to `done`, or to `failed` where the journal or AWS was away.
///
/// Between the files it does what is due by itself, such as looking whether containments still hold.
struct Inbox {
    let folder: String

    private static let timeBetweenTendings = Duration.seconds(5)

    /// Until the process is interrupted.
    func answer(with clerk: ResponseClerk) async throws {
        let files = FileManager.default
        for name in ["done", "failed"] {
            try files.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        var tended: ContinuousClock.Instant?
        while true {
            if tended.map({ ContinuousClock.now - $0 >= Self.timeBetweenTendings }) ?? true {
                await tend(with: clerk)
                tended = .now
            }
            let names = try files.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }.sorted()
            for name in names where isWhole(name) {
                try await answer(name, clerk)
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

    /// A file that changed within the last second may still be being written.
    private func isWhole(_ name: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
        guard let changed = attributes?[.modificationDate] as? Date else { return false }
        return changed.timeIntervalSinceNow < -1
    }

    private func answer(_ name: String, _ clerk: ResponseClerk) async throws {
        let events = InputFiles.events(in: try InputFiles.bytes("\(folder)/\(name)"))
        var end = "done"
        do {
            let responses = try await clerk.answer(events)
            if responses.contains(where: { $0.conclusion.outcome == .failed }) { end = "failed" }
        } catch {
            Terminal.error("\(name): \(error)")
            end = "failed"
        }
        let target = "\(folder)/\(end)/\(name)"
        if FileManager.default.fileExists(atPath: target) { try FileManager.default.removeItem(atPath: target) }
        try FileManager.default.moveItem(atPath: "\(folder)/\(name)", toPath: target)
    }
}
