/// One element of an XML answer, with the namespace prefix taken off its name.
///
/// Attributes are not kept: no answer that Quell reads says anything in them.
struct XMLElement: Hashable, Sendable {
    let name: String
    /// Character data before the first child.
    var text = ""
    var children: [XMLElement] = []

    func children(named name: String) -> [XMLElement] {
        children.filter { $0.name == name }
    }

    func child(_ name: String) -> XMLElement? {
        children.first { $0.name == name }
    }
}

/// Why bytes are not the XML that AWS sends, and where.
struct XMLError: Error, Hashable, Sendable, CustomStringConvertible {
    let reason: String
    let offset: Int

    var description: String { "\(reason) at byte \(offset)" }
}
