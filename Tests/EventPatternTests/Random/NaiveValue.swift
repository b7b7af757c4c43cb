/// One value of an event held against one alternative of a pattern, by the letter.
struct NaiveValue {
    typealias Tree = NaiveMatcher.Tree

    private let tree: Tree
    /// Strings between quotes, everything else as it is compared.
    private let text: String
    private let comparesDigits: Bool

    init(_ tree: Tree, carriesFloats: Bool, comparesDigits: Bool) {
        self.tree = tree
        self.comparesDigits = comparesDigits
        switch tree {
        case .string(let string): text = "\"" + string + "\""
        case .number(let spelled):
            let isInteger = spelled.allSatisfy { $0.isNumber || $0 == "-" }
            text = carriesFloats && !isInteger ? NaiveNumber.throughDouble(spelled) : spelled
        case .literal(let word): text = word
        case .object, .list: text = ""
        }
    }

    static func isAbsence(_ alternative: Tree) -> Bool {
        guard case .object(let members) = alternative, members.first?.name == "exists",
            case .literal("false")? = members.first?.value
        else { return false }
        return true
    }

    /// Whether an alternative compares numbers: then the digits of numbers are not compared with addresses.
    static func isNumeric(_ alternative: Tree) -> Bool {
        switch alternative {
        case .number: true
        case .list(let elements): elements.contains(where: isNumeric)
        case .object(let members):
            members.contains { $0.name == "numeric" || $0.name == "anything-but" && isNumeric($0.value) }
        default: false
        }
    }

    func passes(_ alternative: Tree) -> Bool {
        switch alternative {
        case .string(let wanted):
            NaiveAddress(wanted).map { isIn($0.digits, $0.digits) } ?? text.utf8.elementsEqual("\"\(wanted)\"".utf8)
        case .number(let wanted): isNumber(wanted)
        case .literal(let wanted): !isString && text == wanted
        case .object(let members): members.first.map { operation($0.name, $0.value) } ?? false
        case .list: false
        }
    }

    private var isString: Bool {
        if case .string = tree { return true }
        return false
    }

    private func isNumber(_ wanted: String) -> Bool {
        guard case .number = tree else { return false }
        if let mine = NaiveNumber.comparable(text), let other = NaiveNumber.comparable(wanted) { return mine == other }
        return text == wanted
    }

    private func operation(_ name: String, _ operand: Tree) -> Bool {
        switch (name, operand) {
        case ("exists", .literal(let wanted)): wanted == "true"
        case ("exactly", .string(let wanted)): isString && text.utf8.elementsEqual("\"\(wanted)\"".utf8)
        case ("prefix", .string(let part)): isString && Array(text.utf8).starts(with: "\"\(part)".utf8)
        case ("suffix", .string(let part)):
            isString && Array(text.utf8.reversed()).starts(with: "\(part)\"".utf8.reversed())
        case ("prefix", .object(let inner)): isString && folded(inner, in: text.utf8.dropFirst(), isWhole: false)
        case ("suffix", .object(let inner)):
            isString
                && text.utf8.indices.dropLast().contains {
                    folded(inner, in: text.utf8.dropLast()[$0...], isWhole: true)
                } || isString && folded(inner, in: text.utf8[text.utf8.endIndex...], isWhole: true)
        case ("equals-ignore-case", .string):
            isString && folded([(name, operand)], in: text.utf8.dropFirst().dropLast(), isWhole: true)
        case ("wildcard", .string(let pattern)):
            isString && wildcard(Array(pattern.utf8)[...], Array(text.utf8.dropFirst().dropLast())[...])
        case ("numeric", .list(let terms)): numeric(terms)
        case ("cidr", .string(let block)): cidr(block)
        case ("anything-but", _): !isExcluded(operand)
        default: false
        }
    }

    /// Each UTF-16 unit of the pattern stands for its lower and its upper case; half a pair for a question mark.
    private func folded(_ operand: [(name: String, value: Tree)], in rest: Substring.UTF8View, isWhole: Bool) -> Bool {
        guard case .string(let pattern)? = operand.first?.value else { return false }
        let units = pattern.utf16.map { unit -> [[UInt8]] in
            guard let scalar = Unicode.Scalar(unit) else { return [Array("?".utf8)] }
            return [Array(scalar.properties.lowercaseMapping.utf8), Array(scalar.properties.uppercaseMapping.utf8)]
        }
        return follow(units[...], Array(rest)[...], isWhole)
    }

    private func follow(_ units: ArraySlice<[[UInt8]]>, _ rest: ArraySlice<UInt8>, _ isWhole: Bool) -> Bool {
        guard let unit = units.first else { return !isWhole || rest.isEmpty }
        return unit.contains { rest.starts(with: $0) && follow(units.dropFirst(), rest.dropFirst($0.count), isWhole) }
    }

    private func wildcard(_ pattern: ArraySlice<UInt8>, _ rest: ArraySlice<UInt8>) -> Bool {
        guard let first = pattern.first else { return rest.isEmpty }
        if first == UInt8(ascii: "*") {
            return wildcard(pattern.dropFirst(), rest) || !rest.isEmpty && wildcard(pattern, rest.dropFirst())
        }
        let literal = first == UInt8(ascii: "\\") ? pattern.dropFirst() : pattern
        return literal.first == rest.first && wildcard(literal.dropFirst(), rest.dropFirst())
    }

    private func numeric(_ terms: [Tree]) -> Bool {
        guard case .number = tree, let mine = NaiveNumber.comparable(text) else { return false }
        return stride(from: 0, to: terms.count - 1, by: 2).allSatisfy { index in
            guard case .string(let comparison) = terms[index], case .number(let spelled) = terms[index + 1],
                let bound = NaiveNumber.comparable(spelled)
            else { return false }
            switch comparison {
            case "<": return mine < bound
            case "<=": return mine <= bound
            case ">": return mine > bound
            case ">=": return mine >= bound
            default: return mine == bound
            }
        }
    }

    private func isExcluded(_ operand: Tree) -> Bool {
        switch operand {
        case .string(let wanted): isString && text.utf8.elementsEqual("\"\(wanted)\"".utf8)
        case .number(let wanted): isNumber(wanted)
        case .list(let members): members.contains(where: isExcluded)
        case .object(let inner):
            inner.contains { name, value in
                let members: [Tree] = if case .list(let list) = value { list } else { [value] }
                return members.contains { operation(name, $0) }
            }
        case .literal: false
        }
    }

    private func cidr(_ block: String) -> Bool {
        let parts = block.split(separator: "/")
        guard let address = NaiveAddress(String(parts[0])), let bits = Int(parts[1]) else { return false }
        let (low, high) = address.block(bits)
        return isIn(low, high)
    }

    /// The first digit that decides does so, whatever the lengths are.
    private func isIn(_ low: [UInt8], _ high: [UInt8]) -> Bool {
        let digits: [UInt8]
        switch tree {
        case .string(let string):
            guard let address = NaiveAddress(string) else { return false }
            digits = address.digits
        case .number where comparesDigits: digits = Array(text.utf8)
        default: return false
        }
        var (isAbove, isBelow) = (false, false)
        for (index, digit) in digits.enumerated() {
            guard Array("0123456789ABCDEF".utf8).contains(digit) else { return false }
            if index >= low.count { return true }
            if !isAbove, digit < low[index] { return false }
            if !isBelow, digit > high[index] { return false }
            isAbove = isAbove || digit > low[index]
            isBelow = isBelow || digit < high[index]
            if isAbove, isBelow { return true }
        }
        return digits.count >= low.count
    }
}
