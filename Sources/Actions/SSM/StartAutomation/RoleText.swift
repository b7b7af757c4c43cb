import Findings

/// Names and ARNs of IAM roles as a playbook writes them.
enum RoleText {
    static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy(isNamePart)
    }

    /// Whether the text is a role's name with or without its path, such as `quell/Quell-Automation`.
    static func isPath(_ text: String) -> Bool {
        text.utf8.count <= 512
            && text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { isName(String($0)) }
    }

    /// Whether the text is `arn:PARTITION:iam::ACCOUNT:role/PATH/NAME`.
    static func isARN(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[1] == "aws" || parts[1].hasPrefix("aws-"),
            parts[2] == "iam", parts[3].isEmpty, AccountID(parts[4]) != nil, parts[5].hasPrefix("role/")
        else { return false }
        let names = parts[5].split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        return !names.isEmpty && names.allSatisfy { isName(String($0)) }
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "_+=,.@-".utf8.contains(byte)
        }
    }
}
