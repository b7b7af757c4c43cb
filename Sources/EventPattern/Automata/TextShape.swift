/// What a value pattern asks of the bytes of a string with its quotes, as a chain that is followed from one end to the other.
struct TextShape {
    enum Link: Hashable {
        /// Any one of these spellings comes next.
        case spellings(Set<[UInt8]>)
        /// Any run of bytes comes next.
        case star
    }

    let links: [Link]
    /// Whether the text must end where the chain ends; otherwise anything may follow.
    let isWhole: Bool
    let pattern: UInt32

    var hasStar: Bool { links.contains(.star) }

    init(_ links: [Link], isWhole: Bool, _ pattern: UInt32) {
        self.links = links
        self.isWhole = isWhole
        self.pattern = pattern
    }

    /// Which end the chain begins at.
    enum Direction { case forward, backward }

    /// The shape of a pattern that asks for bytes; nil for every other kind of pattern.
    static func of(_ value: ValuePattern, _ pattern: UInt32) -> (TextShape, Direction)? {
        let quote: [UInt8] = [UInt8(ascii: "\"")]
        switch value {
        case .prefix(let text): return (TextShape(literal(quote + text), isWhole: false, pattern), .forward)
        case .suffix(let text):
            return (TextShape(literal((text + quote).reversed()), isWhole: false, pattern), .backward)
        case .prefixIgnoringCase(let folded):
            return (TextShape(literal(quote) + folded.units.map(Link.spellings), isWhole: false, pattern), .forward)
        case .suffixIgnoringCase(let folded):
            let units = folded.units.reversed().map { Link.spellings(Set($0.map { $0.reversed() })) }
            return (TextShape(literal(quote) + units, isWhole: false, pattern), .backward)
        case .equalsIgnoringCase(let folded):
            let links = literal(quote) + folded.units.map(Link.spellings) + literal(quote)
            return (TextShape(links, isWhole: true, pattern), .forward)
        case .wildcard(let wildcard): return of(wildcard, pattern)
        default: return nil
        }
    }

    /// One star at an end asks no more than a prefix or a suffix does, unless a quote could be taken for the text's own.
    private static func of(_ wildcard: Wildcard, _ pattern: UInt32) -> (TextShape, Direction) {
        let quote = UInt8(ascii: "\"")
        let parts = wildcard.parts
        if parts.count == 2, !parts.joined().contains(quote) {
            if parts[1].isEmpty { return (TextShape(literal([quote] + parts[0]), isWhole: false, pattern), .forward) }
            if parts[0].isEmpty {
                return (TextShape(literal((parts[1] + [quote]).reversed()), isWhole: false, pattern), .backward)
            }
        }
        var links = literal([quote])
        for (index, part) in parts.enumerated() {
            if index > 0 { links.append(.star) }
            links += literal(part)
        }
        return (TextShape(links + literal([quote]), isWhole: true, pattern), .forward)
    }

    private static func literal(_ text: [UInt8]) -> [Link] { text.map { .spellings([[$0]]) } }
}
