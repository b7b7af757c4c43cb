/// A value of a CloudFormation template: a tree whose members keep their order, so that the same input gives the same text.
package indirect enum CloudNode: Hashable, Sendable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([CloudNode])
    case map([Member])

    package struct Member: Hashable, Sendable {
        package let name: String
        package let value: CloudNode

        package init(_ name: String, _ value: CloudNode) {
            self.name = name
            self.value = value
        }
    }

    /// The value of a member; nil where there is none, or this is no map.
    package subscript(_ name: String) -> CloudNode? {
        guard case .map(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }
}

extension CloudNode: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    package init(stringLiteral value: String) { self = .text(value) }
}

extension CloudNode: ExpressibleByIntegerLiteral {
    package init(integerLiteral value: Int) { self = .number(value) }
}

extension CloudNode: ExpressibleByBooleanLiteral {
    package init(booleanLiteral value: Bool) { self = .flag(value) }
}

extension CloudNode: ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: CloudNode...) { self = .list(elements) }
}

extension CloudNode: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, CloudNode)...) {
        self = .map(elements.map { Member($0.0, $0.1) })
    }
}

// MARK: CloudFormation's functions

extension CloudNode {
    static func ref(_ name: String) -> CloudNode { ["Ref": .text(name)] }
    static func attribute(_ resource: String, _ name: String) -> CloudNode {
        ["Fn::GetAtt": [.text(resource), .text(name)]]
    }
    /// A text with `${…}` in it; a text without stays as it is.
    static func sub(_ text: String) -> CloudNode { text.contains("${") ? ["Fn::Sub": .text(text)] : .text(text) }
    static func when(_ condition: String, _ value: CloudNode, else other: CloudNode = noValue) -> CloudNode {
        ["Fn::If": [.text(condition), value, other]]
    }
    static let noValue = ref("AWS::NoValue")

    static func texts(_ texts: [String]) -> CloudNode { .list(texts.map(sub)) }

    /// A map with the members that have a value.
    static func members(_ members: (String, CloudNode?)...) -> CloudNode {
        .map(members.compactMap { name, value in value.map { Member(name, $0) } })
    }
}
