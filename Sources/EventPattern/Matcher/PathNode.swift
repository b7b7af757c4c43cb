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
    /// The bytes, modulo 64, that names of members must begin with to lead to a child: few members are looked at further.
    var initials: UInt64 = 0
    /// Whether a list here may keep two fields of one rule in the same element.
    var isShared = false
}

extension PathNode {
    /// Notes a child's name.
    ///
    /// One in the event may be spelled with escapes, or be of two steps of which the first is empty.
    mutating func addInitial(of name: [UInt8]) {
        for byte in [name.first ?? UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: ".")] {
            initials |= 1 << UInt64(byte & 63)
        }
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
