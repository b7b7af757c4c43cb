/// Whether there is space between the tokens of an event.
///
/// There is a walk for either: one has nothing to look for, and the other seldom looks in vain.
protocol EventSpacing {
    static var hasSpace: Bool { get }
}

enum Compact: EventSpacing {
    static var hasSpace: Bool { false }
}

enum Spaced: EventSpacing {
    static var hasSpace: Bool { true }
}

/// Walks through what rules name in an event that the scan found sound; everything else is jumped over.
///
/// The scan has checked that every token is followed by what must follow it, so that positions are never beyond the end.
/// Everything that is done for each member is `mutating`, because Swift copies the walk for whatever is not.
struct EventWalk<Spacing: EventSpacing> {
    let tables: MatcherTables.View
    let text: EventText
    let scan: ScanRoom
    private let marksOfScratch: UnsafePointer<MatchMarks>
    let event: UInt32
    let decoded: UnsafeMutableBufferPointer<UInt8>
    let elements: UnsafeMutablePointer<SharedElements>
    let hasOddNames: Bool
    /// No string that ends before it has an escape.
    let escapesFrom: Int
    let carriesFloats: Bool
    /// How many tests were passed; and of these how many have postings, and are second in some: test 0 is.
    var passedCount = 0
    var firedCount = 0
    var secondCount = 1
    /// How many buckets are to be looked into, and how many sub-rules are to be checked.
    var bucketCount = 0
    var pickedCount = 0
    /// How many values were held against tests that exclude others.
    var values: UInt32
    /// How many rules have matched.
    var foundCount = 0
    /// Lists so far in which elements may be shared, and how many such lists are around the current position.
    var sharedLists: UInt32 = 0
    var sharedDepth = 0

    init(
        _ tables: MatcherTables.View, _ text: EventText, _ scratch: MatchScratch, _ scan: EventScan,
        carriesFloats: Bool
    ) {
        (self.tables, self.text, self.carriesFloats) = (tables, text, carriesFloats)
        (self.scan, marksOfScratch) = (scratch.scan, UnsafePointer(scratch.marks))
        (event, values) = (scratch.event, scratch.values)
        (decoded, elements) = (scratch.decoded, scratch.elements)
        (hasOddNames, escapesFrom) = (scan.hasOddNames, scan.escapesFrom)
    }

    var marks: MatchMarks {
        @inline(__always)
        get { marksOfScratch.pointee }
    }

    mutating func run() {
        _ = object(0, skipSpace(0), endsEmpty: false)
    }

    /// Walks through an object from its opening bracket on and answers where it closes.
    private mutating func object(_ node: Int, _ open: Int, endsEmpty: Bool) -> Int {
        let beginnings = tables.nodes[node].beginnings
        var position = skipSpace(open &+ 1)
        if text[position] == UInt8(ascii: "}") { return position }
        while true {
            let three = text.three(position &+ 1)
            let beginning = Beginning(three)
            if beginnings & beginning.bit != 0 || hasOddNames && isOdd(three) {
                position = member(node, beginning, position, endsEmpty: endsEmpty)
            } else {
                position = skipMember(position &+ 1)
            }
            if text[position] == UInt8(ascii: "}") { return position }
            position = skipSpace(position &+ 1)
        }
    }

    /// Looks a member up by its name, whose opening quote is given; answers where the comma or the closing bracket after it is.
    @inline(__always)
    private mutating func member(_ node: Int, _ beginning: Beginning, _ start: Int, endsEmpty: Bool) -> Int {
        let nameEnd = quote(start &+ 1)
        let value = skipSpace(skipSpace(nameEnd &+ 1) &+ 1)
        let (child, isEmpty) = child(of: node, beginning, start &+ 1, nameEnd, endsEmpty)
        return child == 0 ? skip(value) : read(child, value, endsEmpty: isEmpty)
    }

    /// Jumps over a member whose name no rule has; answers where the comma or the closing bracket after it is.
    @inline(__always)
    private mutating func skipMember(_ name: Int) -> Int {
        let stop = stop(name)
        return text[stop] & ~0x20 == UInt8(ascii: "[") ? skipContainer(stop) : stop
    }

    /// Walks through a list from its opening bracket on and answers where it closes.
    private mutating func list(_ node: Int, _ open: Int, endsEmpty: Bool) -> Int {
        let isShared = tables.nodes[node].isShared
        var element = SharedElements.Element(list: sharedLists, index: 0)
        if isShared { sharedLists &+= 1 }
        var position = skipSpace(open &+ 1)
        if text[position] == UInt8(ascii: "]") { return position }
        while true {
            let isSharing = isShared && text[position] | 0x20 == UInt8(ascii: "{")
            if isSharing {
                elements.pointee.enter(element)
                sharedDepth &+= 1
            }
            position = read(node, position, endsEmpty: endsEmpty)
            if isSharing {
                elements.pointee.leave()
                sharedDepth &-= 1
            }
            if text[position] == UInt8(ascii: "]") { return position }
            element.index &+= 1
            position = skipSpace(position &+ 1)
        }
    }

    /// Reads a value and answers where the comma or the closing bracket after it is.
    @inline(__always)
    private mutating func read(_ node: Int, _ start: Int, endsEmpty: Bool) -> Int {
        let first = text[start]
        switch first {
        case UInt8(ascii: "{"):
            guard tables.nodes[node].hasChildren else { return skipContainer(start) }
            return skipSpace(object(node, start, endsEmpty: endsEmpty) &+ 1)
        case UInt8(ascii: "["): return skipSpace(list(node, start, endsEmpty: endsEmpty) &+ 1)
        case UInt8(ascii: "\""):
            let close = quote(start &+ 1)
            read(node, first, start, close, endsEmpty: endsEmpty)
            return skipSpace(close &+ 1)
        default:
            let next = stop(start)
            var end = next
            if Spacing.hasSpace {
                while text[end &- 1] <= 0x20 { end &-= 1 }
            }
            read(node, first, start, end, endsEmpty: endsEmpty)
            return next
        }
    }

    /// Reads a scalar for the fields of a node.
    @inline(__always)
    private mutating func read(_ node: Int, _ first: UInt8, _ start: Int, _ end: Int, endsEmpty: Bool) {
        let place = tables.nodes[node]
        if place.field != 0, !endsEmpty { read(Int(place.field), first, start, end) }
        if place.fieldOfEmptyNames != 0 { read(Int(place.fieldOfEmptyNames), first, start, end) }
    }

    /// Jumps over a value that no rule asks for; answers where the comma or the closing bracket after it is.
    @inline(__always)
    private mutating func skip(_ start: Int) -> Int {
        text[start] | 0x20 == UInt8(ascii: "{") ? skipContainer(start) : stop(start)
    }

    @inline(__always)
    private mutating func skipContainer(_ open: Int) -> Int { skipSpace(scan.closing(open) &+ 1) }

    @inline(__always)
    private mutating func skipSpace(_ start: Int) -> Int {
        var position = start
        if Spacing.hasSpace {
            while text[position] <= 0x20 { position &+= 1 }
        }
        return position
    }

    /// The first quote that begins or ends a string from `start` on; there is one.
    @inline(__always)
    private mutating func quote(_ start: Int) -> Int { scan.quotes.first(from: start) }

    /// The first comma or bracket from `start` on; there is one.
    @inline(__always)
    private mutating func stop(_ start: Int) -> Int { scan.stops.first(from: start) }
}
