import AWSClient
import Engine

extension JournalError {
    /// Why the table could not be read or written, and what to do.
    init(_ error: AWSError, verb: String, table: Table) {
        let place = "The journal dynamodb:\(table.region)/\(table.name)"
        let advice =
            switch error.kind {
            case .notFound:
                "There is no such table in \(table.region) of this account. Deploy Quell there, or name another journal "
                    + "with --journal."
            case .accessDenied:
                "The caller needs \(JournalTable.iamActions.joined(separator: ", ")) on the table."
            case .noCredentials, .badCredentials:
                "Sign in again, or name a profile with --profile."
            case .throttled, .serverFailure, .unreachable, .timedOut, .unreadableAnswer:
                "Nothing more is changed without it. Try again later; what is begun goes on where it stopped."
            case .alreadyExists, .limitExceeded, .unmodifiable, .invalidInput, .other:
                "Nothing more is changed without it."
            }
        self.init(.unavailable, "\(place) cannot be \(verb): \(error) \(advice)")
    }
}
