/// Records of approval that are kept in the journal, under a name of their own.
package enum ExceptionLog {
    /// What stands in the place of an execution; it is hash-chained with everything else.
    package static let name = "exceptions"

    /// The register after all that was approved and revoked, the last word about an id counting.
    package static func register(_ records: some Sequence<Record>) -> ExceptionRegister {
        var approved: [String: ExceptionRecord] = [:]
        var revoked: Set<String> = []
        for record in records {
            switch record {
            case .exceptionApproved(let approval, _):
                if let mistake = approval.mistake {
                    return .unreadable("An approval in the journal cannot be used: \(mistake)")
                }
                approved[approval.id] = approval
                revoked.remove(approval.id)
            case .exceptionRevoked(let id, _, _):
                approved[id] = nil
                revoked.insert(id)
            default: continue
            }
        }
        return .read(approved, revoked: revoked)
    }
}

extension Journal {
    /// The approvals that the journal holds now.
    package func exceptionRegister() async -> ExceptionRegister {
        do throws(JournalError) {
            return ExceptionLog.register(try await entries(of: ExceptionLog.name).map(\.record))
        } catch {
            return .unreadable("The approvals in the journal cannot be read: \(error)")
        }
    }
}
