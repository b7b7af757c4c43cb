/// The DynamoDB table that holds a journal: a partition key, a sort key, and no index.
///
/// An index is only eventually consistent, and what the engine reads decides whether it acts: so what it looks for has
/// items of its own, written in the transaction of the entry, and every read is strongly consistent.
///
/// | `pk` | `sk` | what it is |
/// |---|---|---|
/// | `head` | 0 | sequence and hash of the last entry; every write is conditional on it |
/// | `execution#<id>` | sequence | an entry |
/// | `chain` | sequence | which execution has the entry of that sequence |
/// | `about#<id>` | 0 | an execution, once: its key, generation and first entry |
/// | `key#<key>` | generation | the execution of a key |
/// | `began` | sequence | the execution whose first entry it is, for listings |
/// | `planned` | milliseconds since 1970, then 12 digits of sequence | the entry that counts against limits |
/// | `approvals` | the same | an entry that asks people for approval |
/// | `lease#<id>` | 0 | who works on an execution, and until when |
/// | `part#<SHA-256 of the text>` | 0, 1 … | a piece of a record's text that is longer than an item may be |
package enum JournalTable {
    /// Name the deployment gives it.
    package static let name = "quell-journal"
    /// Text.
    package static let partitionKey = "pk"
    /// A number.
    package static let sortKey = "sk"

    /// What the engine must be permitted on the table: it never deletes an item, and a transaction of puts needs the
    /// permission to put.
    package static let iamActions = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"]
}
