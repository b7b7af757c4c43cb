package import AWSClient
package import Engine
package import JSON

/// How the audit reads: one account, one Region, one operation at a time.
package protocol AuditReader: Sendable {
    /// A whole listing.
    func all(
        _ operation: Operation, _ input: JSONValue, account: String, region: String
    ) async throws(AWSError) -> JSONValue

    /// One page of a listing.
    func page(
        _ operation: Operation, _ input: JSONValue, account: String, region: String
    ) async throws(AWSError) -> JSONValue
}

/// Reads with the response role for reading, under a session policy that allows the audit's operations and no more.
package struct RoleReader: AuditReader {
    private let access: AssumedRoleAccess
    private let session = Session(
        execution: "exceptions", policy: SessionPolicy.text(allowing: [], reading: ExceptionAudit.operations))

    package init(_ access: AssumedRoleAccess) { self.access = access }

    package func all(
        _ operation: Operation, _ input: JSONValue, account: String, region: String
    ) async throws(AWSError) -> JSONValue {
        try await access.client(inAccount: account, under: session).all(operation, input, region: region)
    }

    package func page(
        _ operation: Operation, _ input: JSONValue, account: String, region: String
    ) async throws(AWSError) -> JSONValue {
        try await access.client(inAccount: account, under: session).call(operation, input, region: region)
    }
}
