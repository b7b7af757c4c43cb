import JSON

/// Flattens an event: every scalar under its dotted path, in document order.
///
/// Objects add a step to the path and arrays add none, so `{"a":{"b":1}}` and `{"a.b":1}` have the same leaf.
/// The whole event is read: a mistake in a member no pattern mentions is an error too, as in EventBridge.
struct EventLeaves {
    private(set) var byPath: [[UInt8]: [Leaf]] = [:]
    private var arrays = 0

    init(_ event: [UInt8]) throws(JSONError) {
        var tokenizer = JSONTokenizer(event)
        guard try tokenizer.next() == .beginObject else {
            throw JSONError(reason: "an event must be a JSON object", offset: 0)
        }
        try readObject(&tokenizer, path: nil, membership: [])
    }

    private mutating func readObject(
        _ tokenizer: inout JSONTokenizer, path: [UInt8]?, membership: [Leaf.Element]
    ) throws(JSONError) {
        while case .name(let name) = try tokenizer.next() {
            let inner = path.map { $0 + [UInt8(ascii: ".")] + name } ?? name
            try readValue(tokenizer.next(), &tokenizer, path: inner, membership: membership)
        }
    }

    private mutating func readArray(
        _ tokenizer: inout JSONTokenizer, path: [UInt8], membership: [Leaf.Element]
    ) throws(JSONError) {
        arrays += 1
        let array = arrays
        var index = 0
        while true {
            let token = try tokenizer.next()
            switch token {
            case .endArray: return
            case .beginObject, .beginArray:
                let element = Leaf.Element(array: array, index: index)
                try readValue(token, &tokenizer, path: path, membership: membership + [element])
            default:
                try readValue(token, &tokenizer, path: path, membership: membership)
            }
            index += 1
        }
    }

    private mutating func readValue(
        _ token: JSONToken, _ tokenizer: inout JSONTokenizer, path: [UInt8], membership: [Leaf.Element]
    ) throws(JSONError) {
        switch token {
        case .beginObject: try readObject(&tokenizer, path: path, membership: membership)
        case .beginArray: try readArray(&tokenizer, path: path, membership: membership)
        case .string(let text): add(.string, [0x22] + text + [0x22], path, membership)
        case .number(let text): add(.number, text, path, membership)
        case .bool(let value): add(.literal, Array((value ? "true" : "false").utf8), path, membership)
        case .null: add(.literal, Array("null".utf8), path, membership)
        case .name, .endObject, .endArray, .end: break  // the tokenizer never answers these for a value
        }
    }

    private mutating func add(_ kind: Leaf.Kind, _ text: [UInt8], _ path: [UInt8], _ membership: [Leaf.Element]) {
        byPath[path, default: []].append(Leaf(kind: kind, text: text, membership: membership))
    }
}
