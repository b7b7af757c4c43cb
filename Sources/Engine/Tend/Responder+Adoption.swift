import AWSClient

extension Responder {
    /// Goes on with an execution whose process has stopped in the middle; nil when there is nothing to go on with.
    ///
    /// An undo that was interrupted is for the person who asked for it.
    func adopt(_ execution: Execution, lastEntry: Entry?) async throws -> Tended? {
        guard execution.event != nil, execution.admission != nil, !execution.isUndoBegun,
            let lastEntry, let written = ISO8601.parse(lastEntry.time), written + Self.lease <= clock.now()
        else { return nil }
        let decider = decider(try await material(of: execution))
        guard try await claim(execution.id) else { return nil }
        // Read again: until the claim another process may have gone on with it.
        let fresh = try await load(execution.id)
        guard !fresh.isClosed, !fresh.isUndoBegun else {
            try await journal.release(execution.id, by: settings.owner)
            return nil
        }
        var run = Run(fresh, responder: self, decider: decider)
        try await run.finish()
        try await journal.release(execution.id, by: settings.owner)
        return Tended(.adopted, run.execution.response())
    }
}
