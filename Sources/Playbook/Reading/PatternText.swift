import JSON
import Yams

/// The JSON text of a pattern written in YAML, and where each part of it stands in the file.
///
/// Keys keep their order, because EventBridge reads patterns in order.
struct PatternText {
    private(set) var text = ""
    private var places: [(offset: Int, node: Node)] = []
    private var budget = 20_000

    /// nil when aliases unfold into more than any pattern needs.
    init?(_ node: Node) {
        guard write(node) else { return nil }
    }

    /// The node that a byte of the text came from.
    func node(at offset: Int) -> Node? { places.last { $0.offset <= offset }?.node }

    private mutating func write(_ node: Node) -> Bool {
        budget -= 1
        guard budget > 0 else { return false }
        places.append((text.utf8.count, node))
        if let mapping = node.mapping {
            text += "{"
            for (index, pair) in mapping.enumerated() {
                if index > 0 { text += "," }
                places.append((text.utf8.count, pair.key))
                text += JSONValue.string(pair.key.scalar?.string ?? "").description + ":"
                guard write(pair.value) else { return false }
            }
            text += "}"
        } else if let sequence = node.sequence {
            text += "["
            for (index, element) in sequence.enumerated() {
                if index > 0 { text += "," }
                guard write(element) else { return false }
            }
            text += "]"
        } else if let scalar = node.scalar {
            text += node.scalarValue(scalar).description
        }
        return true
    }
}
