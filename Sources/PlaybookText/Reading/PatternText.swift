import Playbook
import JSON

/// The JSON text of a `when`, and where in the playbook each part of it stands.
struct PatternText {
    private(set) var json = ""
    /// Values that JSON does not have.
    private(set) var mistakes: [(node: YAMLNode, sentence: String)] = []
    private var places: [(offset: Int, position: Position)] = []

    init(_ node: YAMLNode) {
        write(node)
    }

    /// The place in the playbook of the token that a byte of the JSON text belongs to.
    func position(ofByte offset: Int) -> Position? {
        places.last { $0.offset <= offset }?.position
    }

    private mutating func write(_ node: YAMLNode) {
        mark(node.position)
        switch node.content {
        case .scalar(let scalar):
            switch scalar.typed {
            case .value(let value): json += value.description
            case .mistake(let sentence):
                mistakes.append((node, sentence))
                json += "null"
            }
        case .list(let elements):
            json += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { json += "," }
                write(element)
            }
            json += "]"
        case .map(let members):
            json += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { json += "," }
                mark(member.position)
                json += JSONValue.string(member.name).description + ":"
                write(member.value)
            }
            json += "}"
        }
    }

    private mutating func mark(_ position: Position) {
        places.append((json.utf8.count, position))
    }
}
