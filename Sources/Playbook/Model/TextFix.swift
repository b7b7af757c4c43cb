/// A change to a text that does away with one diagnostic and touches nothing else.
package struct TextFix: Hashable, Sendable {
    /// What stands from `start` up to `end` becomes `text`; nothing is taken out where they are the same place.
    package struct Edit: Hashable, Sendable {
        package let start: Position
        package let end: Position
        package let text: String

        package init(start: Position, end: Position, text: String) {
            self.start = start
            self.end = end
            self.text = text
        }
    }

    /// What it does, as an order without a full stop.
    package let what: String
    package let edit: Edit

    package init(_ what: String, _ edit: Edit) {
        self.what = what
        self.edit = edit
    }
}
