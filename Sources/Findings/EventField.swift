import JSON

/// One place in an event, whether or not something is there, with its path for messages.
struct EventField {
    let value: JSONValue?
    let path: String

    subscript(_ name: String) -> EventField {
        let isPlain = !name.isEmpty && name.utf8.allSatisfy { $0.isWord || $0 == UInt8(ascii: "-") }
        return EventField(value: value?[name], path: path + (isPlain ? ".\(name)" : "['\(name)']"))
    }

    subscript(_ index: Int) -> EventField {
        EventField(value: value?.array?.dropFirst(index).first, path: "\(path)[\(index)]")
    }

    /// The value, unless it is missing or null.
    var present: JSONValue? { value == .null ? nil : value }

    /// A text of visible or other characters, at most 64 KiB long; nil when missing or null.
    func text() throws(Rejection) -> String? {
        guard let present else { return nil }
        guard let text = present.string, text.utf8.count <= 65_536 else { throw rejection("a text of at most 64 KiB") }
        return text
    }

    func requiredText() throws(Rejection) -> String {
        guard let text = try text() else { throw missing("a text") }
        return text
    }

    func id<Shape>(_ type: Identifier<Shape>.Type) throws(Rejection) -> Identifier<Shape>? {
        guard let present else { return nil }
        guard let id = present.string.flatMap({ Identifier<Shape>($0) }) else { throw rejection(Shape.words) }
        return id
    }

    func requiredID<Shape>(_ type: Identifier<Shape>.Type) throws(Rejection) -> Identifier<Shape> {
        guard let id = try id(type) else { throw missing(Shape.words) }
        return id
    }

    func flag() throws(Rejection) -> Bool? {
        guard let present else { return nil }
        guard let flag = present.bool else { throw rejection("true or false") }
        return flag
    }

    func number() throws(Rejection) -> Double? {
        guard let present else { return nil }
        guard let number = present.double, number.isFinite else { throw rejection("a number") }
        return number
    }

    func requiredName() throws(Rejection) -> ResourceName {
        let text = try requiredText()
        guard let name = ResourceName(text) else { throw rejection("an ARN") }
        return name
    }

    /// The field has a value, but not what was expected.
    func rejection(_ expected: String) -> Rejection {
        guard let value else { return missing(expected) }
        let text = value.description
        let shown = text.count > 80 ? String(text.prefix(80)) + "…" : text
        return Rejection(reason: "\(path) must be \(expected), but is \(shown).", field: path)
    }

    private func missing(_ expected: String) -> Rejection {
        Rejection(reason: "\(path) is missing; it must be \(expected).", field: path)
    }
}
