/// One scalar of an event: its text, and which array elements it lies in.
struct Leaf: Hashable {
    /// The element of one array instance that a leaf lies in.
    struct Element: Hashable {
        let array: Int
        let index: Int
    }

    enum Kind: Hashable { case string, number, literal }

    let kind: Kind
    /// Strings decoded and between double quotes, everything else as spelled: what value patterns compare.
    let text: [UInt8]
    /// The elements, one for each array around the leaf whose element is an object or an array.
    let membership: [Element]
}
