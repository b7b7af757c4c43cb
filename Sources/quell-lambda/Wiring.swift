import AWSClient
import DynamoDBStore
import Engine
import LambdaHandlers

/// What only the program knows: which journal the function keeps.
enum Wiring {
    @Sendable
    static func journal(_ client: APIClient, _ settings: FunctionSettings) throws -> any Journal {
        DynamoDBJournal(
            client: client, table: settings.journalTable, region: settings.region, surroundings: .process)
    }
}
