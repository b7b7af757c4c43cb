/// A JSON text as a tree, with duplicate names and numbers as they are spelled, so that a failing case can be made smaller.
indirect enum RandomTree: CustomStringConvertible {
    /// A scalar as it is spelled.
    case scalar(String)
    case list([RandomTree])
    /// Names as they are spelled, with their quotes.
    case object([(name: String, value: RandomTree)])

    var description: String {
        switch self {
        case .scalar(let text): text
        case .list(let elements): "[" + elements.map(\.description).joined(separator: ",") + "]"
        case .object(let members): "{" + members.map { "\($0.name):\($0.value)" }.joined(separator: ",") + "}"
        }
    }

    /// Every tree with one part less.
    var smaller: [RandomTree] {
        switch self {
        case .scalar: []
        case .list(let elements):
            elements.indices.flatMap { index -> [RandomTree] in
                var without = elements
                without.remove(at: index)
                return [.list(without)]
                    + elements[index].smaller.map { part in
                        var changed = elements
                        changed[index] = part
                        return .list(changed)
                    }
            }
        case .object(let members):
            members.indices.flatMap { index -> [RandomTree] in
                var without = members
                without.remove(at: index)
                return [.object(without)]
                    + members[index].value.smaller.map { part in
                        var changed = members
                        changed[index].value = part
                        return .object(changed)
                    }
            }
        }
    }
}
