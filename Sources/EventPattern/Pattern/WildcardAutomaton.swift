/// The wildcards of one field as chains of places, with event-ruler's sharing of places.
///
/// A star is a place of its own that stays where it is. Texts are taken with their quotes.
struct WildcardAutomaton {
    static let start = 0

    private struct Place {
        var onByte: [UInt8: Set<Int>] = [:]
        var onAny: Set<Int> = []
        /// The value patterns that can still match from here.
        var patterns: Set<Int> = []
        /// Whether no star lies before the place.
        var isDeterminate = true
    }
    private var places = [Place()]

    /// - Parameter patterns: the wildcards of each value pattern.
    init(_ patterns: [[Wildcard]]) {
        for (pattern, wildcards) in patterns.enumerated() {
            let match = append(determinate: true, pattern)
            for wildcard in wildcards { add(wildcard.symbols, match: match, pattern) }
        }
    }

    /// The sets of places one more byte of text can lead to, without the empty one.
    func successors(of current: Set<Int>) -> Set<Set<Int>> {
        let any = current.reduce(into: Set<Int>()) { $0.formUnion(places[$1].onAny) }
        let bytes = current.reduce(into: Set<UInt8>()) { $0.formUnion(places[$1].onByte.keys) }
        var next = Set(
            bytes.map { byte in
                current.reduce(into: any) { $0.formUnion(places[$1].onByte[byte] ?? []) }
            })
        if !any.isEmpty { next.insert(any) }
        return next
    }

    /// The patterns of each place, and of the stars one step ahead: a text that matches "a" also matches "a*".
    func count(_ current: Set<Int>) -> Int {
        current.reduce(0) { total, place in
            places[place].onAny.subtracting(current)
                .reduce(total + places[place].patterns.count) { $0 + places[$1].patterns.count }
        }
    }

    private mutating func append(determinate: Bool, _ pattern: Int) -> Int {
        places.append(Place(patterns: [pattern], isDeterminate: determinate))
        return places.count - 1
    }

    private mutating func add(_ symbols: [UInt8?], match: Int, _ pattern: Int) {
        var before = Self.start
        var here = Self.start
        for index in symbols.indices.dropLast() {
            let next: Int
            if let shared = sharedPlace(after: here, symbols, index) {
                next = shared
                places[next].patterns.insert(pattern)
            } else {
                let isDeterminate = places[here].isDeterminate && symbols[index] != nil
                next = append(determinate: isDeterminate, pattern)
                link(here, symbols, index, to: next, before: before)
            }
            (before, here) = (here, next)
        }
        link(here, symbols, symbols.count - 1, to: match, before: before)
    }

    private mutating func link(_ here: Int, _ symbols: [UInt8?], _ index: Int, to next: Int, before: Int) {
        guard let byte = symbols[index] else {
            places[here].onAny.insert(next)
            places[next].onAny.insert(next)
            return
        }
        places[here].onByte[byte, default: []].insert(next)
        // A star may stand for nothing, so the byte after it also leads on from the place before it.
        if index > 0, symbols[index - 1] == nil { places[before].onByte[byte, default: []].insert(next) }
    }

    /// A place that another text has made and event-ruler uses again.
    private func sharedPlace(after here: Int, _ symbols: [UInt8?], _ index: Int) -> Int? {
        let place = places[here]
        guard let byte = symbols[index] else { return place.onAny.subtracting([here]).min() }
        let next = (place.onByte[byte] ?? []).union(place.onAny).subtracting([here])
        let determinate = next.filter { places[$0].isDeterminate }
        if let first = determinate.min() { return first }
        let leadsToStar = !place.onAny.subtracting([here]).isEmpty
        return leadsToStar || hasCase(symbols[index...]) ? nil : next.min()
    }

    /// Whether the character that begins here has another spelling in the other case.
    private func hasCase(_ symbols: ArraySlice<UInt8?>) -> Bool {
        guard let first = symbols.first, let first, first & 0xC0 != 0x80 else { return false }
        let rest = symbols.dropFirst().prefix { ($0 ?? 0) & 0xC0 == 0x80 }
        let character = String(decoding: [first] + rest.compactMap { $0 }, as: UTF8.self)
        return character.lowercased() != character.uppercased()
    }
}

extension Wildcard {
    /// The bytes between quotes, and nil for a star.
    fileprivate var symbols: [UInt8?] {
        var symbols: [UInt8?] = [UInt8(ascii: "\"")]
        for (index, part) in parts.enumerated() {
            if index > 0 { symbols.append(nil) }
            symbols += part.map(Optional.some)
        }
        return symbols + [UInt8(ascii: "\"")]
    }
}
