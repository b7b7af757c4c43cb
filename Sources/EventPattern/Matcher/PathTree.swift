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
        content.nodes = nodes.map { node in
            var place = PathNode()
            place.field = node.field
            place.fieldOfEmptyNames = node.fieldOfEmptyNames
            place.isShared = node.isShared
            place.hasChildren = !node.children.isEmpty
            if place.hasChildren {
                let size = (2 * node.children.count).roundedUpToPowerOfTwo
                place.branches = UInt32(content.branches.count)
                place.mask = UInt32(size - 1)
                content.branches += [PathBranch](repeating: PathBranch(), count: size)
                for (name, child) in node.children.sorted(by: { $0.value < $1.value }) {
                    place.addBeginning(of: name)
                    Self.insert(name, child, place, &content)
                }
            }
            return place
        }
    }

    private static func insert(
        _ name: [UInt8], _ child: Int, _ place: PathNode, _ content: inout MatcherTables.Content
    ) {
        let fingerprint = name.withUnsafeBufferPointer { Fingerprint(EventText(bytes: $0), 0, $0.count) }
        var bucket = fingerprint.hash & place.mask
        while content.branches[Int(place.branches + bucket)].node != 0 { bucket = (bucket + 1) & place.mask }
        content.branches[Int(place.branches + bucket)] = PathBranch(
            head: fingerprint.head, tail: fingerprint.tail, length: UInt32(name.count), node: UInt32(child),
            name: UInt32(content.bytes.count))
        content.bytes += name
    }
}

extension Int {
    /// The least power of two that is not less.
    var roundedUpToPowerOfTwo: Int { self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
}
