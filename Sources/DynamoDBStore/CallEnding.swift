import AWSClient

/// What the failure of a call on the table says about the table.
enum CallEnding: Hashable, Sendable {
    /// A condition did not hold, or another transaction was at one of the items: nothing was written.
    case refused
    /// It may have been written or not.
    case inDoubt
    /// Nothing was done, and the same may work later.
    case notDone
    /// Trying again is no use.
    case final

    init(_ error: AWSError) {
        switch (error.code, error.kind) {
        case ("TransactionCanceledException", _), ("ConditionalCheckFailedException", _),
            ("TransactionConflictException", _):
            self = .refused
        case (_, .throttled): self = .notDone
        case (_, .serverFailure), (_, .unreachable), (_, .timedOut), (_, .unreadableAnswer): self = .inDoubt
        case (_, .accessDenied), (_, .notFound), (_, .alreadyExists), (_, .limitExceeded), (_, .unmodifiable),
            (_, .invalidInput), (_, .noCredentials), (_, .badCredentials), (_, .other):
            self = .final
        }
    }
}
