/// What an exception needs beside its tag, in a playbook where the tag alone exempts nothing.
package struct StrictExceptions: Hashable, Sendable {
    /// Where the records of approval are.
    package enum Records: Hashable, Sendable {
        case journal
        /// Path of a JSON file; its signature is in the file of the same name with `.sig` after it.
        case file(String)
    }

    /// The text of a file of records and its signature, taken along to where the file is not.
    package struct Signed: Hashable, Sendable {
        package let document: String
        package let signature: String

        package init(document: String, signature: String) {
            self.document = document
            self.signature = signature
        }
    }

    /// Pattern with `*` and `?` that the tag's value must match; nil for any value.
    package let value: String?
    /// How long a record holds at most after its approval; nil for as long as it says.
    package let maxAge: Age?
    package var records: Records
    /// Public keys, one of which must have signed the file of records.
    package let keys: [String]
    /// nil where the file is read whenever it is needed.
    package var carried: Signed?

    package init(
        value: String? = nil, maxAge: Age? = nil, records: Records, keys: [String] = [], carried: Signed? = nil
    ) {
        self.value = value
        self.maxAge = maxAge
        self.records = records
        self.keys = keys
        self.carried = carried
    }
}

extension StrictExceptions {
    /// A length of time in whole days or hours, such as `90d`.
    package struct Age: Hashable, Sendable, CustomStringConvertible {
        /// As a playbook writes it.
        package let description: String
        package let seconds: Double

        /// Reads `90d` or `36h`; nil for anything else, for nothing, and for more than ten years.
        package init?(_ text: String) {
            let units: [Character: Int] = ["d": 86_400, "h": 3_600]
            guard let last = text.last, let unit = units[last], let first = text.utf8.first,
                (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(first),
                text.utf8.dropLast().allSatisfy({ (48...57).contains($0) }), let count = Int(text.dropLast()),
                count <= 3_650 * 86_400 / unit
            else { return nil }
            description = text
            seconds = Double(count * unit)
        }
    }

    /// Whether a text is a public key of Ed25519 as `openssl pkey -pubout` writes it, without its frame.
    ///
    /// The first sixteen characters are the same for all: they say what kind of key it is.
    package static func isKey(_ text: String) -> Bool {
        let key = text.utf8
        return key.count == 60 && text.hasPrefix("MCowBQYDK2VwAyEA") && text.hasSuffix("=")
            && key.dropLast().allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
            }
    }
}
