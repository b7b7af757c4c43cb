extension ValuePattern {
    /// Whether the pattern accepts one scalar of an event.
    ///
    /// `exists: false` accepts none: absence is the rule's matter. `comparesDigits` says whether a number's digits are
    /// compared with addresses, as EventBridge does unless the field also has a numeric pattern.
    func matches(_ leaf: Leaf, comparesDigits: Bool) -> Bool {
        switch self {
        case .string(let text): leaf.kind == .string && leaf.content.elementsEqual(text)
        case .word(let text): leaf.text == text
        case .address(let range, _), .cidr(let range, _):
            leaf.addressDigits(comparesDigits).map(range.contains) ?? false
        case .number(let number, let spelled):
            leaf.kind == .number && (leaf.text == spelled || (number != nil && leaf.number == number))
        case .numeric(let range):
            leaf.number.map { range.contains($0.value) } ?? false
        case .prefix(let text): leaf.kind == .string && leaf.text.starts(with: [0x22] + text)
        case .suffix(let text): leaf.kind == .string && leaf.text.reversed().starts(with: (text + [0x22]).reversed())
        case .prefixIgnoringCase(let text): leaf.kind == .string && text.isPrefix(of: leaf.text.dropFirst())
        case .suffixIgnoringCase(let text): leaf.kind == .string && text.isSuffix(of: leaf.text.dropLast())
        case .equalsIgnoringCase(let text): leaf.kind == .string && text.equals(leaf.content)
        case .wildcard(let wildcard): leaf.kind == .string && wildcard.matches(leaf.content)
        case .exists(let wanted): wanted
        case .anythingBut(let excluded): !excluded.contains { $0.matches(leaf, comparesDigits: comparesDigits) }
        }
    }
}

extension Leaf {
    /// A string without its quotes.
    var content: ArraySlice<UInt8> { text.dropFirst().dropLast() }

    fileprivate func addressDigits(_ comparesDigits: Bool) -> [UInt8]? {
        switch kind {
        case .string: AddressDigits.parse(Array(content))
        case .number: comparesDigits ? text : nil
        case .literal: nil
        }
    }
}
