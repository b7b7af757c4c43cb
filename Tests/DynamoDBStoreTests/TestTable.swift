import AWSClient
import Engine
import JSON

@testable import DynamoDBStore

/// A fresh table of its own in the DynamoDB that QUELL_TEST_ENDPOINT names, for one test.
struct TestTable {
    static let endpoint = Surroundings.process.environment("QUELL_TEST_ENDPOINT")
    private static let region = "eu-central-1"
    private static let createTable = AWSClient.Operation(
        service: DynamoDB.service, name: "CreateTable", iamActions: ["dynamodb:CreateTable"],
        input: .structure([
            Shape.Member("TableName", .string, required: true), Shape.Member("BillingMode", .string),
            Shape.Member(
                "KeySchema",
                .list(.structure([Shape.Member("AttributeName", .string), Shape.Member("KeyType", .string)]))),
            Shape.Member(
                "AttributeDefinitions",
                .list(.structure([Shape.Member("AttributeName", .string), Shape.Member("AttributeType", .string)]))),
        ]), isReadOnly: false)

    let table: Table
    private let surroundings: Surroundings

    init() async throws {
        var surroundings = Surroundings.process
        let environment = surroundings.environment
        let endpoint = Self.endpoint
        surroundings.environment = { $0 == "AWS_ENDPOINT_URL" ? endpoint : environment($0) }
        let keys = Credentials(
            accessKeyID: environment("AWS_ACCESS_KEY_ID") ?? "",
            secretAccessKey: environment("AWS_SECRET_ACCESS_KEY") ?? "")
        let client = APIClient(
            credentials: FixedCredentials(value: keys), transport: AsyncHTTPTransport(),
            endpoints: Endpoints(environment: surroundings.environment), surroundings: surroundings)
        table = Table(
            client: client, name: "test-\(UInt64.random(in: 0 ... .max))", region: Self.region)
        self.surroundings = surroundings
        _ = try await client.call(
            Self.createTable,
            [
                "TableName": .string(table.name), "BillingMode": "PAY_PER_REQUEST",
                "KeySchema": [
                    ["AttributeName": "pk", "KeyType": "HASH"], ["AttributeName": "sk", "KeyType": "RANGE"],
                ],
                "AttributeDefinitions": [
                    ["AttributeName": "pk", "AttributeType": "S"], ["AttributeName": "sk", "AttributeType": "N"],
                ],
            ], region: Self.region)
    }

    /// Another process's view of the table.
    func open() -> DynamoDBJournal {
        DynamoDBJournal(client: table.client, table: table.name, region: table.region, surroundings: surroundings)
    }
}

struct FixedCredentials: CredentialProvider {
    let value: Credentials
    func credentials() async throws(AWSError) -> Credentials { value }
}
