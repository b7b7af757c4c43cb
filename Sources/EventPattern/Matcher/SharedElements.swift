/// Values in lists whose elements two fields of one rule must share: where they lie, and which tests they passed.
///
/// Only lists that can matter are kept, so that for most events there is nothing here.
struct SharedElements {
    /// An element of one list of the event.
    struct Element {
        let list: UInt32
        var index: UInt32
    }
    struct Value {
        let field: UInt32
        let elements: Range<Int>
    }

    private var around: [Element] = []
    private(set) var elements: [Element] = []
    private(set) var values: [Value] = []
    private(set) var passes: [(test: UInt32, value: Int)] = []
    /// While a rule's fields are searched: the elements that those found so far lie in.
    private(set) var pinned: [Element] = []
    var isEmpty: Bool { values.isEmpty }

    mutating func begin() {
        around.removeAll(keepingCapacity: true)
        elements.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        passes.removeAll(keepingCapacity: true)
    }

    mutating func enter(_ element: Element) { around.append(element) }

    mutating func leave() { around.removeLast() }

    /// Pins the elements of a value and answers how many they are.
    mutating func pin(_ value: Int) -> Int {
        pinned.append(contentsOf: elements[values[value].elements])
        return values[value].elements.count
    }

    mutating func unpin(_ count: Int) { pinned.removeLast(count) }

    mutating func add(_ field: UInt32) {
        let start = elements.count
        elements.append(contentsOf: around)
        values.append(Value(field: field, elements: start..<elements.count))
    }

    /// Notes a test that the value added last has passed.
    mutating func pass(_ test: UInt32) { passes.append((test, values.count - 1)) }
}
