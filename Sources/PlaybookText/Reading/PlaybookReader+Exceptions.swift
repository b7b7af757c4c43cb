import Playbook
import ActionKit

extension PlaybookReader {
    /// The tag key, and what it needs beside itself; nil when its presence is enough.
    mutating func exceptions(_ member: YAMLNode.Member?) -> (tag: String, strict: StrictExceptions?) {
        guard let member,
            let members = members(member.value, of: "exceptions", known: PlaybookKeys.exceptions)
        else { return (Playbook.standardExceptionTag, nil) }
        let tag = exceptionTag(members["tag"])
        guard isStrict(members["mode"]) else {
            for name in PlaybookKeys.strictExceptions {
                guard let member = members[name] else { continue }
                fail(
                    .exceptionTerms, member.position,
                    "\(name.quoted) needs mode: strict; without it the tag alone exempts.")
            }
            return (tag, nil)
        }
        return (tag, strict(members, at: member.value.position))
    }

    private mutating func exceptionTag(_ member: YAMLNode.Member?) -> String {
        let standard = Playbook.standardExceptionTag
        guard let member, let text = text(member.value, of: "tag") else { return standard }
        let isKey = text.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || $0.properties.numericType != nil || " _.:/=+-@".unicodeScalars.contains($0)
        }
        guard (1...128).contains(text.unicodeScalars.count), isKey, !text.lowercased().hasPrefix("aws:") else {
            fail(
                .exceptionTerms, member.value.position,
                "\(text.quoted) cannot be a tag key: AWS takes 1 to 128 letters, digits, spaces and any of "
                    + "_ . : / = + - @, and keeps \"aws:\" for itself.")
            return standard
        }
        return text
    }

    private mutating func isStrict(_ member: YAMLNode.Member?) -> Bool {
        guard let member, let text = text(member.value, of: "mode") else { return false }
        switch text {
        case "presence": return false
        case "strict": return true
        default:
            fail(.exceptionTerms, member.value.position, "mode must be presence or strict, but is \(text.quoted).")
            return false
        }
    }

    private mutating func strict(_ members: [String: YAMLNode.Member], at position: Position) -> StrictExceptions? {
        let value = members["value"].flatMap { valuePattern($0.value) }
        let age = members["max-age"].flatMap { maxAge($0.value) }
        let keys = keys(members["keys"])
        guard let member = members["records"] else {
            fail(
                .exceptionTerms, position,
                "mode: strict needs the key \"records\": journal, or a file such as exceptions.json.")
            return nil
        }
        guard let text = text(member.value, of: "records") else { return nil }
        if text == "journal" {
            if let keys = members["keys"] {
                fail(
                    .exceptionTerms, keys.position,
                    "keys sign a file; the records here are in the journal, which nobody signs.")
            }
            return StrictExceptions(value: value, maxAge: age, records: .journal)
        }
        guard text.hasSuffix(".json"), text.utf8.count > 5 else {
            fail(
                .exceptionTerms, member.value.position,
                "records must be journal, or the path of a .json file, but is \(text.quoted).")
            return nil
        }
        if members["keys"] == nil {
            fail(
                .exceptionTerms, member.position,
                "Records in a file need \"keys\", the public keys that may have signed it. Make one with: "
                    + "quell exceptions key")
        }
        return StrictExceptions(value: value, maxAge: age, records: .file(text), keys: keys)
    }

    private mutating func valuePattern(_ node: YAMLNode) -> String? {
        guard let text = text(node, of: "value") else { return nil }
        guard (1...256).contains(text.unicodeScalars.count) else {
            fail(.exceptionTerms, node.position, "value must have 1 to 256 characters, as values of tags have.")
            return nil
        }
        return text
    }

    private mutating func maxAge(_ node: YAMLNode) -> StrictExceptions.Age? {
        guard let text = text(node, of: "max-age") else { return nil }
        guard let age = StrictExceptions.Age(text) else {
            fail(
                .exceptionTerms, node.position,
                "\(text.quoted) is no age; write days or hours, such as 90d or 36h, up to 3650d.")
            return nil
        }
        return age
    }

    private mutating func keys(_ member: YAMLNode.Member?) -> [String] {
        var keys: [String] = []
        for node in elements(member, of: "keys") {
            guard let text = text(node, of: "An entry of keys") else { continue }
            if StrictExceptions.isKey(text) {
                keys.append(text)
            } else {
                fail(
                    .exceptionTerms, node.position,
                    "This is no public key of Ed25519; write the 60 characters that quell exceptions key prints, "
                        + "beginning with MCowBQYDK2VwAyEA.")
            }
        }
        return keys
    }
}
