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

/// The first three bytes of a name, with what follows where it is shorter, as one of 64 numbers.
struct Beginning {
    static let count = 64
    let number: Int

    /// The first byte is the lowest one.
    @inline(__always)
    init(_ three: UInt32) { number = Int((three &* 0xC2B2_AE35) &>> 26) }

    private init(_ first: UInt8, _ second: UInt8, _ third: UInt8) {
        self.init(UInt32(first) | UInt32(second) << 8 | UInt32(third) << 16)
    }

    /// All that a name in an event may begin with: what follows the quote behind it is not certain.
    static func all(of name: [UInt8]) -> Set<Int> {
        let quote = UInt8(ascii: "\"")
        switch name.count {
        case 0: return Set(0..<count)
        case 1: return Set(": \n\r\t".utf8.map { Beginning(name[0], quote, $0).number })
        default: return [Beginning(name[0], name[1], name.count == 2 ? quote : name[2]).number]
        }
    }

    /// One of these.
    init(_ name: EventText, _ start: Int, _ length: Int) {
        let quote = UInt8(ascii: "\"")
        switch length {
        case 0: self.init(quote, UInt8(ascii: ":"), quote)
        case 1: self.init(name[start], quote, UInt8(ascii: ":"))
        case 2: self.init(name[start], name[start &+ 1], quote)
        default: self.init(name[start], name[start &+ 1], name[start &+ 2])
        }
    }

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
