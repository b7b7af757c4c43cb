import JSON

/// Flattens an event: every scalar under its dotted path, in document order.
///
/// Objects add a step to the path and arrays add none, so `{"a":{"b":1}}` and `{"a.b":1}` have the same leaf.
/// The whole event is read: a mistake in a member no pattern mentions is an error too, as in EventBridge.
struct EventLeaves: Sendable {
    /// Where a value stands in the event.
    private struct Place {
        var path: [UInt8]?
        var membership: [Leaf.Element] = []
        var endsInEmptyName = false

        func member(_ name: [UInt8]) -> Place {
            let dot = UInt8(ascii: ".")
            var place = self
            place.path = path.map { $0 + [dot] + name } ?? name
            if name.isEmpty { place.endsInEmptyName = true }
            if name.contains(where: { $0 != dot }) { place.endsInEmptyName = false }
            return place
        }
    }

    /// Every leaf.
    private(set) var byPath: [[UInt8]: [Leaf]] = [:]
    /// The same without leaves whose path ends in a member named "": EventBridge reads those only for a pattern that
    /// names an empty step.
    private(set) var named: [[UInt8]: [Leaf]] = [:]
    private var arrays = 0
    private let carriesFloats: Bool

    init(_ event: [UInt8], mode: EventPattern.Mode = .service) throws(JSONError) {
        carriesFloats = mode == .service
        var tokenizer = JSONTokenizer(event)
        guard try tokenizer.next() == .beginObject else {
            throw JSONError(reason: "an event must be a JSON object", offset: 0)
        }
        try readObject(&tokenizer, Place())
    }

    private mutating func readObject(_ tokenizer: inout JSONTokenizer, _ place: Place) throws(JSONError) {
        while case .name(let name) = try tokenizer.next() {
            try readValue(tokenizer.next(), &tokenizer, place.member(name))
        }
    }

    private mutating func readArray(_ tokenizer: inout JSONTokenizer, _ place: Place) throws(JSONError) {
        arrays += 1
        let array = arrays
        var index = 0
        while true {
            let token = try tokenizer.next()
            switch token {
            case .endArray: return
            case .beginObject, .beginArray:
                var inner = place
                inner.membership.append(Leaf.Element(array: array, index: index))
                try readValue(token, &tokenizer, inner)
            default:
                try readValue(token, &tokenizer, place)
            }
            index += 1
        }
    }

    private mutating func readValue(
        _ token: JSONToken, _ tokenizer: inout JSONTokenizer, _ place: Place
    ) throws(JSONError) {
        switch token {
        case .beginObject: try readObject(&tokenizer, place)
        case .beginArray: try readArray(&tokenizer, place)
        case .string(let text): add(Leaf(string: text, in: place.membership), place)
        case .number(let text): add(Leaf(number: text, in: place.membership, carriesFloats: carriesFloats), place)
        case .bool(true): add(Leaf(literal: "true", in: place.membership), place)
        case .bool(false): add(Leaf(literal: "false", in: place.membership), place)
        case .null: add(Leaf(literal: "null", in: place.membership), place)
        case .name, .endObject, .endArray, .end: break  // the tokenizer never answers these for a value
        }
    }

    private mutating func add(_ leaf: Leaf, _ place: Place) {
        let path = place.path ?? []
        byPath[path, default: []].append(leaf)
        if !place.endsInEmptyName { named[path, default: []].append(leaf) }
    }
}
