import Playbook
import JSON

/// A value of a YAML text and where it stands, with aliases expanded and merge keys merged.
struct YAMLNode {
    /// A member of a mapping.
    struct Member {
        let name: String
        /// Where the name stands.
        let position: Position
        let value: YAMLNode
    }

    enum Content {
        case scalar(YAMLScalar)
        case list([YAMLNode])
        case map([Member])
    }

    let position: Position
    let content: Content

    /// The word for the kind of value, as messages to people use it.
    var kind: String {
        switch content {
        case .scalar(let scalar): scalar.kind
        case .list: "a list"
        case .map: "a mapping"
        }
    }

    var isNull: Bool {
        if case .scalar(let scalar) = content, case .value(.null) = scalar.typed { return true }
        return false
    }
}
