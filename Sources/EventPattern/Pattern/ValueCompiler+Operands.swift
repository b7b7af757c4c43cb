import JSON

/// The operators with operands of their own: numeric, cidr, anything-but.
extension ValueCompiler {
    mutating func numeric() throws(PatternError) -> NumericRange {
        guard try next() == .beginArray else { throw failure("Value of numeric must be an array.") }
        var range = NumericRange()
        guard case .string(let first) = try next() else { throw failure("Invalid member in numeric match") }
        let operation = String(decoding: first, as: UTF8.self)
        try apply(operation, to: &range)
        var token = try next()
        if token != .endArray, operation == ">" || operation == ">=" {
            guard case .string(let second) = token else { throw failure("Bad value in numeric range") }
            let upper = String(decoding: second, as: UTF8.self)
            guard upper == "<" || upper == "<=" else { throw failure("Bad numeric range operator: \(upper)") }
            try apply(upper, to: &range)
            guard range.low < range.high else { throw failure("Bottom must be less than top") }
            token = try next()
            if token != .endArray { throw failure("Too many terms in numeric range expression") }
        }
        guard token == .endArray else { throw failure("Too many elements in numeric expression") }
        return range
    }

    private mutating func apply(_ operation: String, to range: inout NumericRange) throws(PatternError) {
        guard ["=", "<", "<=", ">", ">="].contains(operation) else {
            throw failure("Unrecognized numeric range operator: \(operation)")
        }
        guard case .number(let text) = try next() else {
            throw failure("Value of \(operation == "=" ? "equals" : operation) must be numeric")
        }
        guard let value = ComparableNumber(text)?.value else {
            throw failure("Cannot compare number : \(String(decoding: text, as: UTF8.self))")
        }
        let limit = Double.greatestFiniteMagnitude
        switch operation {
        case "=": (range.low, range.high) = (value, value)
        case "<", "<=":
            if value == -limit { throw failure("Bottom must be less than top") }
            (range.high, range.highIncluded) = (value, operation == "<=")
        default:
            if value == limit { throw failure("Bottom must be less than top") }
            (range.low, range.lowIncluded) = (value, operation == ">=")
        }
    }

    func cidr(_ text: [UInt8]) throws(PatternError) -> AddressRange {
        let parts = text.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw failure("Malformed CIDR, one '/' required") }
        guard let bits = Int(String(decoding: parts[1], as: UTF8.self)) else {
            throw failure("Malformed CIDR, mask bits must be an integer")
        }
        guard bits >= 0 else { throw failure("Malformed CIDR, mask bits must not be negative") }
        guard let digits = AddressDigits.parse(Array(parts[0])) else {
            throw failure("Nonstandard IP address: \(String(decoding: parts[0], as: UTF8.self))")
        }
        if digits.count == 8, bits >= 32 { throw failure("IPv4 mask bits must be < 32") }
        if bits >= 128 { throw failure("IPv6 mask bits must be < 128") }
        return AddressRange(digits: digits, bits: bits)
    }

    mutating func excluded() throws(PatternError) -> [ValuePattern] {
        switch try next() {
        case .string(let text): return [.string(text)]
        case .number(let text): return [try number(text)]
        case .beginArray: return try excludedList()
        case .beginObject: return try excludedKind()
        default: throw failure("Value of anything-but must be an array or single string/number value.")
        }
    }

    private func number(_ text: [UInt8]) throws(PatternError) -> ValuePattern {
        guard let number = ComparableNumber(text) else {
            throw failure("Cannot compare number : \(String(decoding: text, as: UTF8.self))")
        }
        return .number(number, spelled: text)
    }

    private mutating func excludedList() throws(PatternError) -> [ValuePattern] {
        var patterns: [ValuePattern] = []
        var numbers = 0
        while true {
            switch try next() {
            case .endArray:
                if patterns.isEmpty { throw failure("Empty arrays are not allowed") }
                guard numbers == 0 || numbers == patterns.count else {
                    throw failure(
                        "Inside anything but list, either all values are number or string, mixed type is not supported")
                }
                return patterns
            case .string(let text): patterns.append(.string(text))
            case .number(let text):
                patterns.append(try number(text))
                numbers += 1
            default: throw failure("Inside anything but list, start|null|boolean is not supported.")
            }
        }
    }

    private mutating func excludedKind() throws(PatternError) -> [ValuePattern] {
        guard case .name(let bytes) = try next() else { throw failure("Match expression name not found") }
        let name = String(decoding: bytes, as: UTF8.self)
        guard ["prefix", "suffix", "equals-ignore-case", "wildcard"].contains(name) else {
            throw failure("Unsupported anything-but pattern: \(name)")
        }
        var patterns: [ValuePattern] = []
        switch try next() {
        case .string(let text): patterns = [try operand(name, text)]
        case .beginArray:
            while true {
                let token = try next()
                if token == .endArray { break }
                guard case .string(let text) = token else {
                    throw failure("Inside anything but list, start|null|boolean is not supported.")
                }
                patterns.append(try operand(name, text))
            }
            if patterns.isEmpty { throw failure("Empty arrays are not allowed") }
        default: throw failure("\(name) match pattern must be a string")
        }
        guard try next() == .endObject else { throw failure("Only one key allowed in match expression") }
        return patterns
    }

    private func operand(_ name: String, _ text: [UInt8]) throws(PatternError) -> ValuePattern {
        switch name {
        case "equals-ignore-case": return .equalsIgnoringCase(IgnoringCase(text))
        case "wildcard": return .wildcard(try wildcard(text))
        default:
            if text.isEmpty { throw failure("Null prefix/suffix not allowed") }
            return name == "prefix" ? .prefix(text) : .suffix(text)
        }
    }
}
