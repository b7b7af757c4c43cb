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
    /// Whether a list here may keep two fields of one rule in the same element.
    var isShared = false
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
