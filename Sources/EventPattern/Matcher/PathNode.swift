/// A place in the tree of all paths that rules name.
///
/// What an event holds elsewhere is jumped over.
struct PathNode {
    /// The field for rules that do not see members named "", and for those that do; 0 for none.
    var field: UInt32 = 0
    var fieldOfEmptyNames: UInt32 = 0
    /// The first bucket of the names of its children, and one less than their number, a power of two.
    var branches: UInt32 = 0
    var mask: UInt32 = 0
    var hasChildren = false
    /// A bit for each two bytes that names of members must begin with to lead to a child: few members are looked at further.
    var beginnings: UInt64 = 0
    /// Whether a list here may keep two fields of one rule in the same element.
    var isShared = false
}

extension PathNode {
    /// Notes the first two bytes of a child's name, of which the second may be the closing quote.
    mutating func addBeginning(of name: [UInt8]) {
        guard let first = name.first else {
            // What follows the quotes of the shortest name may be anything.
            beginnings = ~0
            return
        }
        beginnings |= Self.beginning(first, name.count > 1 ? name[1] : UInt8(ascii: "\""))
    }

    @inline(__always)
    static func beginning(_ first: UInt8, _ second: UInt8) -> UInt64 {
        1 &<< UInt64(((UInt16(first) | UInt16(second) &<< 8) &* 0x9E37) >> 10)
    }
}

/// A bucket of the hash table of one node's children; node 0 in an empty one, because the root is no child.
struct PathBranch {
    var head: UInt64 = 0
    var tail: UInt64 = 0
    var length: UInt32 = 0
    var node: UInt32 = 0
    /// Where the name lies in the table of names.
    var name: UInt32 = 0
}
