import AWSClient
extension Manifest {
    /// A sentence for each grant that does not fit what the action calls; empty when its roles may do exactly that.
    package var misfits: [String] {
        Self.misfits("writes", writes.flatMap(\.iamActions), grants)
            + Self.misfits("undos", undos.flatMap(\.iamActions), undoGrants)
    }

    private static func misfits(_ what: String, _ needed: [String], _ grants: [Grant]) -> [String] {
        let needed = Set(needed)
        let given = Set(grants.filter { $0.effect == .allow }.flatMap(\.actions))
        var sentences = needed.subtracting(given).sorted().map { "Nothing grants \($0), which its \(what) call." }
        sentences += given.subtracting(needed).sorted().map { "\($0) is granted, but its \(what) do not call it." }
        let ids = grants.map(\.id)
        for id in Set(ids).sorted() {
            if ids.count(where: { $0 == id }) > 1 { sentences.append("Two grants of its \(what) are named \(id).") }
            if !id.utf8.allSatisfy(isLetterOrDigit) {
                sentences.append("\(id) cannot name a grant: IAM takes letters and digits.")
            }
        }
        return sentences
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}
