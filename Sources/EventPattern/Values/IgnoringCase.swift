/// Text compared without regard to case exactly as EventBridge does: each UTF-16 unit of the *pattern* may stand as
/// its lower or its upper case; the event's text is not folded, so the comparison is not symmetric.
struct IgnoringCase: Hashable, Sendable {
    /// For each unit of the pattern the UTF-8 spellings it accepts.
    let units: [Set<[UInt8]>]
    let text: [UInt8]

    init(_ text: [UInt8]) {
        self.text = text
        units = String(decoding: text, as: UTF8.self).unicodeScalars.flatMap { scalar -> [Set<[UInt8]>] in
            if scalar.value > 0xFFFF {
                let half: Set<[UInt8]> = [[UInt8(ascii: "?")]]  // each lone surrogate is encoded as "?"
                return [half, half]
            }
            let properties = scalar.properties
            return [[Array(properties.lowercaseMapping.utf8), Array(properties.uppercaseMapping.utf8)]]
        }
    }

    func equals(_ text: ArraySlice<UInt8>) -> Bool { ends(from: text).contains(text.endIndex) }

    func isPrefix(of text: ArraySlice<UInt8>) -> Bool { !ends(from: text).isEmpty }

    func isSuffix(of text: ArraySlice<UInt8>) -> Bool {
        (text.startIndex...text.endIndex).contains { equals(text[$0...]) }
    }

    /// Every place where the pattern can end when it begins where `text` begins.
    private func ends(from text: ArraySlice<UInt8>) -> Set<Int> {
        var places: Set<Int> = [text.startIndex]
        for spellings in units {
            var next: Set<Int> = []
            for place in places {
                for spelling in spellings where text[place...].starts(with: spelling) {
                    next.insert(place + spelling.count)
                }
            }
            places = next
        }
        return places
    }
}
