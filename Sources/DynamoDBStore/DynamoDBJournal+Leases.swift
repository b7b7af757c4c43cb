import AWSClient
package import Engine

extension DynamoDBJournal {
    /// A process that died cannot be seen from elsewhere: its right lasts until it ends.
    package func claim(
        _ execution: String, by owner: LeaseOwner, until end: Double, now: Double
    ) async throws(JournalError) -> Bool {
        let owner = try text(owner)
        return try await update(
            execution, ["owner": .text(owner), "until": .number("\(end)")],
            onlyIf: Table.Condition(
                "attribute_not_exists(\(JournalTable.partitionKey)) OR #owner = :owner OR #until <= :now",
                names: ["owner", "until"], values: ["owner": .text(owner), "now": .number("\(now)")]))
    }

    /// Ends the right in 1970: nothing is ever deleted.
    package func release(_ execution: String, by owner: LeaseOwner) async throws(JournalError) {
        _ = try await update(
            execution, ["until": .number(0)],
            onlyIf: Table.Condition("#owner = :owner", names: ["owner"], values: ["owner": .text(try text(owner))]))
    }

    /// False when the condition does not hold; the same update may be sent any number of times.
    private func update(
        _ execution: String, _ values: [String: Item.Value], onlyIf condition: Table.Condition
    ) async throws(JournalError) -> Bool {
        var patience = Patience(surroundings)
        while true {
            do throws(AWSError) {
                try await table.update(.lease(execution), set: values, onlyIf: condition)
                return true
            } catch {
                if error.code == "ConditionalCheckFailedException" { return false }
                guard CallEnding(error) != .final, await patience.pause() else {
                    throw JournalError(error, verb: "written", table: table)
                }
            }
        }
    }

    private func text(_ owner: LeaseOwner) throws(JournalError) -> String {
        do {
            return try Canonical.text(owner)
        } catch {
            throw JournalError(.unavailable, "The owner of a lease cannot be written as JSON: \(error).")
        }
    }
}
