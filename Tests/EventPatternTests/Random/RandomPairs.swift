/// Draws patterns and events from few names and values, so that they meet often.
struct RandomPairs {
    private var random: SplitMix

    init(seed: UInt64) { random = SplitMix(seed: seed) }

    private mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
        choices[Int(random.next() % UInt64(choices.count))]
    }

    private mutating func chance(_ part: UInt64) -> Bool { random.next() % part == 0 }

    private static let names = [
        #""a""#, #""b""#, #""c""#, #""a""#, #""b""#, #""a.b""#, #""d""#, #""\u0061""#, #""""#, #""b.c""#, #""é""#,
        #""a longer name than sixteen bytes""#, #"".""#, #""a.""#,
    ]
    private static let texts = [
        #""""#, #""x""#, #""abc""#, #""ab""#, #""ABC""#, #""aXbXc""#, #""a*c""#, #""a\\b""#, #""a\"b""#, #""straße""#,
        #""STRASSE""#, #""\u0061bc""#, #""10.0.0.1""#, #""010.0.0.1""#, #""10.255.3.4""#, #""2600:1f18::1""#, #""::1""#,
        #""true""#, #""1""#, #""日本""#, #""😀""#, #""??""#, #""K""#, #""k""#, #""\ud800x""#,
        #""a text that is longer than sixteen bytes""#, #""a text that is longer than sixteen Bytes""#,
    ]
    private static let numbers = [
        "0", "-0", "1", "1.0", "10", "1e1", "12", "300", "3.0e2", "-5", "5.5", "0.1", "1e400", "9007199254740993",
        "9007199254740992", "1.0000000000000001", "123456789012345678", "1e-7", "12345678", "16", "-1.5E+2",
    ]
    private static let literals = ["true", "false", "null"]

    mutating func event() -> RandomTree { object(depth: 3) }

    private mutating func object(depth: Int) -> RandomTree {
        .object(
            (0..<Int(random.next() % 5)).map { _ in (pick(Self.names), value(depth: depth - 1)) })
    }

    private mutating func value(depth: Int) -> RandomTree {
        switch random.next() % 8 {
        case 0,
            1 where depth > 0:
            return object(depth: depth)
        case 2,
            3 where depth > 0:
            return .list((0..<Int(random.next() % 4)).map { _ in value(depth: depth - 1) })
        case 4: return .scalar(pick(Self.numbers))
        case 5: return .scalar(pick(Self.literals))
        default: return .scalar(pick(Self.texts))
        }
    }

    mutating func pattern() -> RandomTree { fields(depth: 3) }

    private mutating func fields(depth: Int) -> RandomTree {
        var members: [(name: String, value: RandomTree)] = (0..<1 + Int(random.next() % 3)).map { _ in
            let name = pick(Self.names)
            return depth > 1 && chance(3)
                ? (name, fields(depth: depth - 1))
                : (name, .list((0..<1 + Int(random.next() % 3)).map { _ in alternative() }))
        }
        if chance(6) {
            let branches = (0..<2 + Int(random.next() % 2)).map { _ in fields(depth: max(1, depth - 1)) }
            members.append((#""$or""#, .list(branches)))
        }
        return .object(members)
    }

    private mutating func alternative() -> RandomTree {
        switch random.next() % 18 {
        case 0, 1, 2: .scalar(pick(Self.texts))
        case 3, 4: .scalar(pick(Self.numbers))
        case 5: .scalar(pick(Self.literals))
        case 6: operation("exists", .scalar(chance(2) ? "true" : "false"))
        case 7: operation(pick(["prefix", "suffix"]), part())
        case 8: operation(pick(["prefix", "suffix"]), operation("equals-ignore-case", part()))
        case 9: operation("equals-ignore-case", .scalar(pick(Self.texts)))
        case 10, 11: operation("wildcard", .scalar(pick(Self.wildcards)))
        case 12, 13: operation("numeric", numeric())
        case 14: operation("cidr", .scalar(pick(Self.blocks)))
        case 15: operation("exactly", .scalar(pick(Self.texts)))
        default: operation("anything-but", excluded())
        }
    }

    private static let wildcards = [
        #""*""#, #""a*""#, #""*c""#, #""a*c""#, #""*b*""#, #""a*X*c""#, #""*a*b*""#, #""abc""#, #""a\\*c""#, #""*\"*""#,
        #""*\"b""#, #""""#, #""*本""#,
    ]
    private static let blocks = [
        #""10.0.0.0/8""#, #""0.0.0.0/0""#, #""::/0""#, #""2600::/16""#, #""16.0.0.0/4""#, #""10.0.0.1/31""#,
        #""38.0.0.0/7""#,
    ]

    private func operation(_ name: String, _ operand: RandomTree) -> RandomTree {
        .object([("\"\(name)\"", operand)])
    }

    private mutating func part() -> RandomTree {
        .scalar(
            pick([
                #""""#, #""a""#, #""ab""#, #""c""#, #""abc\"""#, #""\"abc""#, #""ß""#, #""SS""#, #""\"""#, #""bytes""#,
                #""?""#,
            ]))
    }

    private mutating func numeric() -> RandomTree {
        let number = RandomTree.scalar(pick(Self.numbers))
        switch random.next() % 3 {
        case 0: return .list([.scalar(pick([#""<""#, #""<=""#, #""=""#])), number])
        case 1: return .list([.scalar(pick([#"">""#, #"">=""#])), number])
        default:
            let upper = RandomTree.scalar(pick(["10", "300", "1e3", "5.5"]))
            return .list([.scalar(pick([#"">""#, #"">=""#])), number, .scalar(pick([#""<""#, #""<=""#])), upper])
        }
    }

    private mutating func excluded() -> RandomTree {
        switch random.next() % 6 {
        case 0: return .scalar(pick(Self.texts))
        case 1: return .scalar(pick(Self.numbers))
        case 2: return .list((0..<1 + Int(random.next() % 3)).map { _ in .scalar(pick(Self.texts)) })
        case 3: return .list((0..<1 + Int(random.next() % 3)).map { _ in .scalar(pick(Self.numbers)) })
        default:
            let name = pick(["prefix", "suffix", "equals-ignore-case", "wildcard"])
            let operand = { (pairs: inout RandomPairs) in
                name == "wildcard" ? RandomTree.scalar(pairs.pick(Self.wildcards)) : pairs.part()
            }
            if chance(2) { return operation(name, operand(&self)) }
            return operation(name, .list((0..<1 + Int(random.next() % 2)).map { _ in operand(&self) }))
        }
    }
}
