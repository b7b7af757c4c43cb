import JSON

/// Compiles the JSON text of a pattern into the sub-rules any one of which makes it match.
struct PatternCompiler {
    private typealias Fields = [SubRule.Clause]

    private static let orName = Array("$or".utf8)
    private static let orLimit = 1_000
    /// How many clauses combinations may have together, with those of the `$or`s around.
    ///
    /// There is no such limit in EventBridge; but as each `$or` multiplies combinations, a short pattern could fill all memory.
    private static let clauseLimit = 1_000_000
    private static let fieldLimit = 256
    private var values: ValueCompiler

    private let mode: EventPattern.Mode
    /// How deep the `$or` at hand lies in others, each of which holds combinations of its own.
    private var orDepth = 0
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
        var branches: [Fields] = [[]]
        try object(path: nil, insideOr: false, &branches)
        let rules = branches.map { SubRule($0) }
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

    /// Adds what an object asks for to the rules so far, in place.
    private mutating func object(path: [UInt8]?, insideOr: Bool, _ rules: inout [Fields]) throws(PatternError) {
        var isEmpty = true
        while case .name(let name) = try values.next() {
            isEmpty = false
            if readsOr, name == Self.orName {
                try or(path: path, &rules)
            } else {
                if insideOr { try refuseReserved(name) }
                try member(name, path: path, insideOr: insideOr, &rules)
            }
        }
        if isEmpty { throw values.failure("Empty objects are not allowed") }
    }

    private mutating func member(
        _ name: [UInt8], path: [UInt8]?, insideOr: Bool, _ rules: inout [Fields]
    ) throws(PatternError) {
        // A leading empty step vanishes, in patterns only.
        var inner = name
        if let path, !path.isEmpty {
            inner = path
            inner.reserveCapacity(path.count + 1 + name.count)
            inner.append(UInt8(ascii: "."))
            inner += name
        }
        switch try values.next() {
        case .beginObject: try object(path: inner, insideOr: insideOr, &rules)
        case .beginArray:
            let clause = SubRule.Clause(path: inner, values: try values.clause())
            for index in rules.indices {
                // The later clause for a path replaces the earlier.
                if let earlier = rules[index].firstIndex(where: { $0.path == inner }) {
                    rules[index].remove(at: earlier)
                }
                rules[index].append(clause)
            }
        default:
            throw values.failure("\"\(String(decoding: name, as: UTF8.self))\" must be an object or an array")
        }
    }

    /// Multiplies the rules by the branches, in text order.
    private mutating func or(path: [UInt8]?, _ rules: inout [Fields]) throws(PatternError) {
        guard try values.next() == .beginArray else { throw values.failure("It must be an Array followed with $or.") }
        orDepth += 1
        defer { orDepth -= 1 }
        var all: [Fields] = []
        var (branches, clauses) = (0, 0)
        while true {
            let token = try values.next()
            if token == .endArray { break }
            guard token == .beginObject else {
                throw values.failure("Only JSON object is allowed in array of $or relationship.")
            }
            branches += 1
            var branch = rules
            try object(path: path, insideOr: true, &branch)
            all += branch
            clauses += branch.reduce(0) { $0 + $1.count }
            if mode == .service, all.count > Self.orLimit {
                throw values.failure("Or operator is producing over \(Self.orLimit) rule combinations")
            }
            if clauses * orDepth > Self.clauseLimit {
                throw values.failure("Or operator is producing more rule combinations than can be stored")
            }
        }
        guard branches >= 2 else { throw values.failure("There must have at least 2 Objects in $or relationship.") }
        rules = all
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
