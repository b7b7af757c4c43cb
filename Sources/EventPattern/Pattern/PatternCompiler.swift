import JSON

/// Compiles the JSON text of a pattern into the sub-rules any one of which makes it match.
struct PatternCompiler {
    private typealias Fields = [SubRule.Clause]

    private static let orName = Array("$or".utf8)
    private static let orLimit = 1_000
    private static let fieldLimit = 256
    private var values: ValueCompiler

    private let mode: EventPattern.Mode
    /// Whether `$or` is an operator; the library reads a pattern again without it.
    private var readsOr = true

    /// Compiles `text`; what follows the root object is ignored.
    static func compile(_ text: [UInt8], _ mode: EventPattern.Mode) throws(PatternError) -> [SubRule] {
        var compiler = PatternCompiler(values: ValueCompiler(text), mode: mode)
        do throws(PatternError) {
            return try compiler.rules()
        } catch {
            guard mode == .library else { throw error }
            var plain = PatternCompiler(values: ValueCompiler(text), mode: mode, readsOr: false)
            do throws(PatternError) {
                return try plain.rules()
            } catch _ {
                throw error
            }
        }
    }

    private mutating func rules() throws(PatternError) -> [SubRule] {
        guard try values.next() == .beginObject else { throw values.failure("Filter is not an object") }
        let rules = try object(path: nil, insideOr: false, rules: [[]]).map { SubRule($0) }
        if rules.contains(where: { $0.clauses.count > Self.fieldLimit }) {
            throw PatternError(reason: "Size of rule exceeds max value of \(Self.fieldLimit)", offset: 0)
        }
        if mode == .service, WildcardComplexity.isExceeded(by: rules) {
            throw PatternError(
                reason: "Rule is too complex - try using fewer wildcard characters or fewer repeating character "
                    + "sequences after a wildcard character", offset: 0)
        }
        return rules
    }

    private mutating func object(
        path: [UInt8]?, insideOr: Bool, rules: [Fields]
    ) throws(PatternError) -> [Fields] {
        var rules = rules
        var isEmpty = true
        while case .name(let name) = try values.next() {
            isEmpty = false
            if readsOr, name == Self.orName {
                rules = try or(path: path, rules: rules)
            } else {
                if insideOr { try refuseReserved(name) }
                rules = try member(name, path: path, insideOr: insideOr, rules: rules)
            }
        }
        if isEmpty { throw values.failure("Empty objects are not allowed") }
        return rules
    }

    private mutating func member(
        _ name: [UInt8], path: [UInt8]?, insideOr: Bool, rules: [Fields]
    ) throws(PatternError) -> [Fields] {
        // A leading empty step vanishes, in patterns only.
        let inner = path.flatMap { $0.isEmpty ? nil : $0 + [UInt8(ascii: ".")] + name } ?? name
        switch try values.next() {
        case .beginObject: return try object(path: inner, insideOr: insideOr, rules: rules)
        case .beginArray:
            let clause = SubRule.Clause(path: inner, values: try values.clause())
            return rules.map { fields in
                var fields = fields
                // The later clause for a path replaces the earlier.
                if fields.contains(where: { $0.path == inner }) { fields.removeAll { $0.path == inner } }
                fields.append(clause)
                return fields
            }
        default:
            throw values.failure("\"\(String(decoding: name, as: UTF8.self))\" must be an object or an array")
        }
    }

    /// Multiplies the rules by the branches, in text order.
    private mutating func or(path: [UInt8]?, rules: [Fields]) throws(PatternError) -> [Fields] {
        guard try values.next() == .beginArray else { throw values.failure("It must be an Array followed with $or.") }
        var all: [Fields] = []
        var branches = 0
        while true {
            let token = try values.next()
            if token == .endArray { break }
            guard token == .beginObject else {
                throw values.failure("Only JSON object is allowed in array of $or relationship.")
            }
            branches += 1
            all += try object(path: path, insideOr: true, rules: rules)
            if mode == .service, all.count > Self.orLimit {
                throw values.failure("Or operator is producing over \(Self.orLimit) rule combinations")
            }
        }
        guard branches >= 2 else { throw values.failure("There must have at least 2 Objects in $or relationship.") }
        return all
    }

    private func refuseReserved(_ name: [UInt8]) throws(PatternError) {
        let text = String(decoding: name, as: UTF8.self)
        guard !Self.reserved.contains(text) else {
            throw values.failure("\(text) is Ruler reserved fieldName which cannot be used inside $or.")
        }
    }

    private static let reserved: Set<String> = [
        "equals-ignore-case", "prefix", "suffix", "anything-but", "exists", "wildcard", "numeric", "cidr", "=", "<",
        "<=", ">", ">=", "regex", "not-wildcard", "not-equals-ignore-case", "date-after", "date-on-or-after",
        "date-before", "date-on-or-before", "in-date-range", "ip-address-in-range", "ip-address-not-in-range",
    ]
}
