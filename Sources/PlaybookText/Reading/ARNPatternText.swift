/// Checks patterns of ARNs, with `*` for any text and `?` for any character.
enum ARNPatternText {
    /// Why a text is no pattern of an ARN, and what to write instead; nil when it is one.
    ///
    /// The answer follows the text in a sentence.
    static func mistake(in text: String) -> String? {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6 else {
            return "is not a pattern of an ARN: it has \(parts.count) parts between colons instead of six; write "
                + "arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE, such as arn:aws:iam::*:role/break-glass/*"
        }
        guard parts[0] == "arn" else { return "is not a pattern of an ARN: it must begin with \"arn:\"" }
        for (index, name) in [(1, "partition"), (2, "service"), (5, "resource")] where parts[index].isEmpty {
            return "has no \(name); write one, or * for any"
        }
        let isWild = parts[4].contains("*") || parts[4].contains("?")
        let isAccount = parts[4].utf8.count == 12 && parts[4].utf8.allSatisfy { (48...57).contains($0) }
        guard parts[4].isEmpty || isWild || isAccount || parts[4] == "aws" else {
            return "has an account id that is not 12 digits; write * for any account"
        }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            return "has a space or a control character in it; ARNs have none"
        }
        return nil
    }
}
