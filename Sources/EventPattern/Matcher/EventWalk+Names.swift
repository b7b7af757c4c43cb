/// From the names in an event to the nodes of the tree of paths.
extension EventWalk {
    /// The node that a member's name leads to, 0 for none, and whether the path then ends in members named "".
    @inline(__always)
    mutating func child(
        of node: Int, _ beginning: Beginning, _ start: Int, _ end: Int, _ endsEmpty: Bool
    ) -> (node: Int, endsEmpty: Bool) {
        if hasOddNames, isOdd(start, end) { return oddChild(of: node, start, end, endsEmpty) }
        return (step(node, beginning, text, start, end &- start), start == end)
    }

    /// The child that one step of a path leads to, of those with a beginning, of which there are some.
    @inline(__always)
    private mutating func step(
        _ node: Int, _ beginning: Beginning, _ text: EventText, _ start: Int, _ length: Int
    ) -> Int {
        let place = tables.nodes[node]
        let name = Fingerprint(text, start, length)
        var index = Int(place.children) &+ Int(tables.bytes[Int(place.slots) &+ beginning.number])
        repeat {
            let child = tables.children[index]
            if child.head == name.head, child.tail == name.tail, Int(child.length) == length,
                length <= Fingerprint.wholeLength || isInsideEqual(text, start, Int(child.name), length)
            {
                return Int(child.node)
            }
            index = Int(child.next)
        } while index != 0
        return 0
    }

    /// Whether a text is one of the table of bytes, where their fingerprints are equal: the first and the last eight bytes are.
    @inline(never)
    mutating func isInsideEqual(_ text: EventText, _ start: Int, _ bytes: Int, _ length: Int) -> Bool {
        let others = UnsafeRawPointer(tables.bytes + bytes)
        var position = 8
        while position < length &- 8 {
            let other = UInt64(littleEndian: others.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            if text.wholeWord(start &+ position) != other { return false }
            position &+= 8
        }
        return true
    }

    /// Whether one of the first three bytes of a name is a dot or begins an escape.
    @inline(__always)
    mutating func isOdd(_ three: UInt32) -> Bool {
        EventText.contains(UInt64(three), UInt8(ascii: "."), or: UInt8(ascii: "\\"))
    }

    /// Whether a name has such a byte; seldom asked, and not to take registers from what is always done.
    @inline(never)
    private mutating func isOdd(_ start: Int, _ end: Int) -> Bool {
        let (dot, backslash) = (UInt8(ascii: "."), UInt8(ascii: "\\"))
        if end &- start > Fingerprint.wholeLength { return text.contains(dot, or: backslash, start, end) }
        let name = Fingerprint(text, start, end &- start)
        return EventText.contains(name.head, dot, or: backslash) || EventText.contains(name.tail, dot, or: backslash)
    }

    /// A name with escapes is decoded; one with dots takes as many steps as it has parts.
    @inline(never)
    private mutating func oddChild(of node: Int, _ start: Int, _ end: Int, _ endsEmpty: Bool) -> (
        node: Int, endsEmpty: Bool
    ) {
        let length = text.decode(start, end, into: decoded)
        let name = EventText(bytes: UnsafeBufferPointer(rebasing: decoded[..<length]))
        var node = node
        var isDotsOnly = true
        var first = 0
        for position in 0...length {
            guard position == length || name[position] == UInt8(ascii: ".") else {
                isDotsOnly = false
                continue
            }
            let beginning = Beginning(name, first, position - first)
            guard tables.nodes[node].beginnings & beginning.bit != 0 else {
                node = 0
                break
            }
            node = step(node, beginning, name, first, position - first)
            if node == 0 { break }
            first = position + 1
        }
        // A name of dots alone leaves it as it was.
        return (node, isDotsOnly ? endsEmpty || length == 0 : false)
    }
}
