/// The tree of the paths that rules name, while it grows.
struct PathTree {
    private struct Node {
        let parent: Int
        let name: [UInt8]
        var children: [[UInt8]: Int] = [:]
        var field: UInt32 = 0
        var fieldOfEmptyNames: UInt32 = 0
        var isShared = false
        /// The sub-rule that last named a path through here.
        var lastRule = 0
    }
    private struct Key: Hashable {
        let path: [UInt8]
        let readsEmptyNames: Bool

        func hash(into hasher: inout Hasher) { path.withUnsafeBytes { hasher.combine(bytes: $0) } }
    }

    private var nodes = [Node(parent: 0, name: [])]
    private var fields: [Key: UInt32] = [:]
    /// For each field its node.
    private var places = [0]
    private var rules = 0

    var fieldCount: Int { places.count }

    /// The number of the field at a path; rules that see members named "" have fields of their own.
    mutating func field(_ path: [UInt8], readsEmptyNames: Bool) -> UInt32 {
        let key = Key(path: path, readsEmptyNames: readsEmptyNames)
        if let known = fields[key] { return known }
        let node = node(path)
        let number = UInt32(places.count)
        fields[key] = number
        places.append(node)
        if readsEmptyNames { nodes[node].fieldOfEmptyNames = number } else { nodes[node].field = number }
        return number
    }

    private mutating func node(_ path: [UInt8]) -> Int {
        var node = 0
        for step in path.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            let name = Array(step)
            if let child = nodes[node].children[name] {
                node = child
            } else {
                nodes.append(Node(parent: node, name: name))
                nodes[node].children[name] = nodes.count - 1
                node = nodes.count - 1
            }
        }
        return node
    }

    /// Notes where fields of one sub-rule may lie in elements of one list, and answers whether there is such a place.
    mutating func share(_ fields: [UInt32]) -> Bool {
        rules += 1
        var isShared = false
        for field in fields {
            var node = places[Int(field)]
            while node != 0 {
                if nodes[node].lastRule == rules {
                    nodes[node].isShared = true
                    isShared = true
                }
                nodes[node].lastRule = rules
                node = nodes[node].parent
            }
        }
        return isShared
    }

    func write(to content: inout MatcherTables.Content) {
        // Child 0 is none.
        content.children = [PathChild()]
        content.nodes = nodes.map { node in
            var place = PathNode()
            place.field = node.field
            place.fieldOfEmptyNames = node.fieldOfEmptyNames
            place.isShared = node.isShared
            if !node.children.isEmpty { Self.write(node.children, &place, to: &content) }
            return place
        }
    }

    private static func write(
        _ children: [[UInt8]: Int], _ place: inout PathNode, to content: inout MatcherTables.Content
    ) {
        var alike = [[(name: [UInt8], node: Int)]](repeating: [], count: Beginning.count)
        for (name, node) in children.sorted(by: { $0.value < $1.value }) {
            for number in Beginning.all(of: name) { alike[number].append((name, node)) }
        }
        place.slots = UInt32(content.bytes.count)
        place.children = UInt32(content.children.count)
        content.bytes += [UInt8](repeating: 0, count: Beginning.count)
        // The first with each beginning lie together, so that a byte is enough to tell which.
        for (number, children) in alike.enumerated() {
            guard let first = children.first else { continue }
            place.beginnings |= 1 << UInt64(number)
            content.bytes[Int(place.slots) + number] = UInt8(content.children.count - Int(place.children))
            content.children.append(child(first, &content))
        }
        for (number, children) in alike.enumerated() {
            var last = Int(place.children) + Int(content.bytes[Int(place.slots) + number])
            for other in children.dropFirst() {
                content.children[last].next = UInt32(content.children.count)
                last = content.children.count
                content.children.append(child(other, &content))
            }
        }
    }

    private static func child(
        _ child: (name: [UInt8], node: Int), _ content: inout MatcherTables.Content
    ) -> PathChild {
        let fingerprint = child.name.withUnsafeBufferPointer { Fingerprint(EventText(bytes: $0), 0, $0.count) }
        let place = content.bytes.count
        content.bytes += child.name
        return PathChild(
            head: fingerprint.head, tail: fingerprint.tail, length: UInt32(child.name.count),
            node: UInt32(child.node), name: UInt32(place))
    }
}

extension Int {
    /// The least power of two that is not less.
    var roundedUpToPowerOfTwo: Int { self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
}
