/// A place in the tree of all paths that rules name.
///
/// What an event holds elsewhere is jumped over.
struct PathNode {
    /// A bit for each beginning that names of its children have: few members are looked at further.
    var beginnings: UInt64 = 0
    /// Where a byte for each beginning lies in the table of bytes: how far from the node's first child one with it is.
    var slots: UInt32 = 0
    var children: UInt32 = 0
    /// The field for rules that do not see members named "", and for those that do; 0 for none.
    var field: UInt32 = 0
    var fieldOfEmptyNames: UInt32 = 0
    /// Whether a list here may keep two fields of one rule in the same element.
    var isShared = false

    @inline(__always)
    var hasChildren: Bool { beginnings != 0 }
}

/// The first two bytes of a name, of which the second may be the closing quote, as one of 64 numbers.
struct Beginning {
    let number: Int

    @inline(__always)
    init(_ first: UInt8, _ second: UInt8) {
        number = Int(((UInt16(first) | UInt16(second) &<< 8) &* 0x9E37) &>> 10)
    }

    /// That of a name which may be shorter than two bytes.
    @inline(__always)
    init(_ name: EventText, _ start: Int, _ length: Int) {
        let quote = UInt8(ascii: "\"")
        switch length {
        case 0: self.init(quote, Self.afterEmpty[0])
        case 1: self.init(name[start], quote)
        default: self.init(name[start], name[start &+ 1])
        }
    }

    /// What may follow the quotes of the shortest name.
    static let afterEmpty = Array(": \n\r\t".utf8)

    @inline(__always)
    var bit: UInt64 { 1 &<< UInt64(number) }
}

/// A child of a node.
struct PathChild {
    var head: UInt64 = 0
    var tail: UInt64 = 0
    var length: UInt32 = 0
    var node: UInt32 = 0
    /// Where the name lies in the table of names.
    var name: UInt32 = 0
    /// The next child of the same node whose name begins alike, in the table of children; 0 for none.
    var next: UInt32 = 0
}
