/// One line of the journal: a record, chained to the line before it.
package struct Entry: Hashable, Sendable {
    /// Position in the journal, from 1.
    package let sequence: Int
    package let execution: String
    /// ISO 8601 time in UTC.
    package let time: String
    package let record: Record
    /// The record's text exactly as it is hashed and stored.
    package let text: String
    /// Hash of the entry before; 64 zeros for the first.
    package let previous: String
    /// SHA-256 over all of the above.
    package let hash: String

    package static let origin = String(repeating: "0", count: 64)

    /// Chains a new record to the entry before it.
    package init(_ record: Record, sequence: Int, execution: String, time: String, previous: String) throws {
        self.init(
            record: record, text: try Canonical.text(record), sequence: sequence, execution: execution, time: time,
            previous: previous, hash: nil)
    }

    /// Reads a stored entry; its hash is what was stored, right or wrong.
    package init(
        text: String, sequence: Int, execution: String, time: String, previous: String, hash: String
    ) throws {
        self.init(
            record: try Canonical.value(Record.self, from: text), text: text, sequence: sequence,
            execution: execution, time: time, previous: previous, hash: hash)
    }

    private init(
        record: Record, text: String, sequence: Int, execution: String, time: String, previous: String, hash: String?
    ) {
        self.record = record
        self.text = text
        self.sequence = sequence
        self.execution = execution
        self.time = time
        self.previous = previous
        self.hash =
            hash ?? Self.hash(text: text, sequence: sequence, execution: execution, time: time, previous: previous)
    }

    /// The hash these fields must have.
    ///
    /// Fields are separated by newlines, which none but the record's text can hold.
    package static func hash(text: String, sequence: Int, execution: String, time: String, previous: String) -> String {
        Canonical.sha256("\(previous)\n\(sequence)\n\(execution)\n\(time)\n\(text)")
    }
}
