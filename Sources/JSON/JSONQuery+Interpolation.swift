extension JSONQuery: ExpressibleByStringInterpolation {
    /// A query written in our own source with values from outside, each of which becomes a literal.
    ///
    /// However a value is spelled, it cannot end its literal, so it can neither change the query nor make it malformed.
    package init(stringInterpolation: StringInterpolation) {
        self.init(stringLiteral: stringInterpolation.text)
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        private(set) var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 24)
        }

        package mutating func appendLiteral(_ literal: String) { text += literal }

        /// The name of a member, from our own source.
        package mutating func appendInterpolation(member name: StaticString) { text += name.description }

        /// A text becomes `'text'` where JMESPath reads that as it stands.
        package mutating func appendInterpolation(_ value: String) {
            let isPlain = value.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "\\") }
            if isPlain { text += "'\(value)'" } else { appendInterpolation(JSONValue.string(value)) }
        }

        /// Any other value becomes its JSON between backquotes.
        package mutating func appendInterpolation(_ value: JSONValue) {
            text += "`"
            // Only a string can hold a backquote, and there JSON has another spelling for it.
            for character in value.description.unicodeScalars {
                text += character == "`" ? "\\u0060" : String(character)
            }
            text += "`"
        }
    }
}
