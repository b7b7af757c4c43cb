/// The records of approval as they can be read now.
package enum ExceptionRegister: Hashable, Sendable {
    /// By id, and the ids of those that were revoked.
    case read([String: ExceptionRecord], revoked: Set<String> = [])
    /// There is a file, but its signature does not show that an approver wrote it: nothing in it counts.
    case untrusted(ExceptionFlaw)
    /// Nobody can say what is approved, and why.
    case unreadable(String)
}

/// Why a tag that claims an exception does not exempt.
package enum ExceptionFlaw: String, Hashable, Sendable, Codable, CaseIterable {
    case badValue = "bad-value"
    case noRecord = "no-record"
    case revoked
    case unsigned
    case badSignature = "bad-signature"
    case wrongResource = "wrong-resource"
    case notYet = "not-yet"
    case expired
    case wrongAction = "wrong-action"
    case wrongFinding = "wrong-finding"

    /// What is wrong, as the second half of a sentence.
    package var words: String {
        switch self {
        case .badValue: "its value is not of the form that the playbook asks for"
        case .noRecord: "there is no approval record of that id"
        case .revoked: "its approval was revoked"
        case .unsigned: "the file of approval records is not signed"
        case .badSignature: "the signature of the approval records is not by a key of the playbook"
        case .wrongResource: "its approval is for another resource"
        case .notYet: "its approval lies in the future"
        case .expired: "its approval has expired"
        case .wrongAction: "its approval is for other actions"
        case .wrongFinding: "its approval is for other findings"
        }
    }
}
