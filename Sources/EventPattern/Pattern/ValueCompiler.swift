import JSON

/// Compiles the list of alternatives for one field, with EventBridge's own reasons for refusing one.
struct ValueCompiler {
    private var tokenizer: JSONTokenizer
    /// Room for the alternatives of a field, kept from one to the next.
    private var room: [ValuePattern] = []

    init(_ text: [UInt8]) {
        tokenizer = JSONTokenizer(text)
        room.reserveCapacity(8)
    }

    mutating func next() throws(PatternError) -> JSONToken {
        do {
            return try tokenizer.next()
        } catch {
            throw PatternError(reason: error.reason, offset: error.offset)
        }
    }

    func failure(_ reason: String) -> PatternError {
        PatternError(reason: reason, offset: tokenizer.tokenStart)
    }

    /// Reads the members after the opening bracket of a field's list.
    mutating func clause() throws(PatternError) -> [ValuePattern] {
        room.removeAll(keepingCapacity: true)
        while true {
            switch try next() {
            case .endArray:
                if room.isEmpty { throw failure("Empty arrays are not allowed") }
                return Array(room[...])
            case .beginObject: room.append(try expression())
            case .string(let text): room.append(Self.string(text))
            case .number(let text): room.append(.number(ComparableNumber(text), spelled: text))
            case .bool(let value): room.append(.word(Array((value ? "true" : "false").utf8)))
            case .null: room.append(.word(Array("null".utf8)))
            default: throw failure("Match value must be String, number, true, false, or null")
            }
        }
    }

    private static func string(_ text: [UInt8]) -> ValuePattern {
        AddressDigits.parse(text).map { .address(AddressRange(digits: $0, bits: $0.count * 4), spelled: text) }
            ?? .string(text)
    }

    private mutating func expression() throws(PatternError) -> ValuePattern {
        guard case .name(let name) = try next() else { throw failure("Match expression name not found") }
        let pattern = try operation(String(decoding: name, as: UTF8.self))
        guard try next() == .endObject else { throw failure("Only one key allowed in match expression") }
        return pattern
    }

    private mutating func operation(_ name: String) throws(PatternError) -> ValuePattern {
        switch name {
        case "exactly": return .string(try string("exact match pattern must be a string"))
        case "prefix", "suffix": return try edge(name)
        case "equals-ignore-case":
            return .equalsIgnoringCase(IgnoringCase(try string("equals-ignore-case match pattern must be a string")))
        case "wildcard": return .wildcard(try wildcard(try string("wildcard match pattern must be a string")))
        case "numeric": return .numeric(try numeric())
        case "cidr":
            let text = try string("prefix match pattern must be a string")
            return .cidr(try cidr(text), spelled: text)
        case "exists":
            guard case .bool(let wanted) = try next() else {
                throw failure("exists match pattern must be either true or false.")
            }
            return .exists(wanted)
        case "anything-but": return .anythingBut(try excluded())
        default: throw failure("Unrecognized match type \(name)")
        }
    }

    private mutating func string(_ reason: String) throws(PatternError) -> [UInt8] {
        guard case .string(let text) = try next() else { throw failure(reason) }
        return text
    }

    private mutating func edge(_ name: String) throws(PatternError) -> ValuePattern {
        switch try next() {
        case .string(let text): return name == "prefix" ? .prefix(text) : .suffix(text)
        case .beginObject:
            guard case .name(let inner) = try next() else {
                throw failure("\(name == "prefix" ? "Prefix" : "Suffix") expression name not found")
            }
            guard inner == Array("equals-ignore-case".utf8) else {
                throw failure("Unsupported \(name) pattern: \(String(decoding: inner, as: UTF8.self))")
            }
            let text = IgnoringCase(try string("equals-ignore-case match pattern must be a string"))
            guard try next() == .endObject else { throw failure("Only one key allowed in match expression") }
            return name == "prefix" ? .prefixIgnoringCase(text) : .suffixIgnoringCase(text)
        default: throw failure("\(name) match pattern must be a string")
        }
    }

    func wildcard(_ text: [UInt8]) throws(PatternError) -> Wildcard {
        do {
            return try Wildcard(text)
        } catch {
            throw failure(error.reason)
        }
    }
}
