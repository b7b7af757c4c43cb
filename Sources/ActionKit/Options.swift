package import JSON

/// What a playbook tells an action, checked against its manifest, with every standard value filled in.
package struct Options: Hashable, Sendable {
    /// An option that does not fit the manifest.
    package struct Mistake: Error, Hashable, Sendable, CustomStringConvertible {
        /// The option's name.
        package let option: String
        /// What is wrong and what to write instead.
        package let description: String

        package init(option: String, _ description: String) {
            self.option = option
            self.description = description
        }
    }

    private let values: [String: JSONValue]

    /// Checks `given` against the manifest.
    package init(_ given: [String: JSONValue], for manifest: Manifest) throws(Mistake) {
        var values: [String: JSONValue] = [:]
        for name in given.keys.sorted() where !manifest.options.contains(where: { $0.name == name }) {
            let known = manifest.options.map(\.name).joined(separator: ", ")
            let advice = known.isEmpty ? "It takes no options." : "It knows: \(known)."
            throw Mistake(option: name, "\(manifest.id) has no option \"\(name)\". \(advice)")
        }
        for option in manifest.options {
            guard let value = given[option.name] ?? option.standard else {
                throw Mistake(
                    option: option.name, "\(manifest.id) needs the option \"\(option.name)\": \(option.help)")
            }
            guard option.kind.accepts(value) else {
                throw Mistake(
                    option: option.name,
                    "\"\(option.name)\" of \(manifest.id) must be \(option.kind), but is \(value.kind).")
            }
            values[option.name] = value
        }
        self.values = values
    }

    /// Every option with its value, the standard ones included.
    package var given: [String: JSONValue] { values }

    package func flag(_ name: String) -> Bool { values[name]?.bool ?? false }
    package func text(_ name: String) -> String { values[name]?.string ?? "" }
    package func texts(_ name: String) -> [String] { values[name]?.strings ?? [] }
    package func integers(_ name: String) -> [Int] { (values[name]?.array ?? []).compactMap(\.int) }
    package func parameters(_ name: String) -> [String: JSONValue] { values[name]?.object ?? [:] }
}

extension Manifest.Option.Kind: CustomStringConvertible {
    func accepts(_ value: JSONValue) -> Bool {
        switch self {
        case .flag: value.bool != nil
        case .text: value.string != nil
        case .texts: value.strings != nil
        case .integers: value.array?.allSatisfy { $0.int != nil } ?? false
        case .choice(let words): value.string.map(words.contains) ?? false
        case .parameters: value.object?.values.allSatisfy { $0.string != nil || $0.strings != nil } ?? false
        }
    }

    /// What the option holds, as messages to people say it.
    package var description: String {
        switch self {
        case .flag: "true or false"
        case .text: "a text"
        case .texts: "a list of texts"
        case .integers: "a list of whole numbers"
        case .choice(let words): "one of \(words.joined(separator: ", "))"
        case .parameters: "names, each with a text or a list of texts"
        }
    }
}
