extension Responder {
    /// Whether the event must be handed in again for the sake of this response.
    ///
    /// A duplicate of an execution that has not ended is no answer: its process may have died, and then nobody else would
    /// go on with it.
    package func mustComeAgain(_ response: Response) async throws -> Bool {
        switch response.conclusion.outcome {
        case .failed: return true
        case .duplicate:
            let execution = try await load(response.execution)
            return !execution.isClosed && !execution.isUndoBegun
        case .contained, .alreadyContained, .declined, .exempt, .held, .partial, .moot, .notConfirmed, .notApplicable,
            .ignored, .rejected:
            return false
        }
    }
}
