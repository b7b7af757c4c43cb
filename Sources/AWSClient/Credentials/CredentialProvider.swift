/// A source of credentials.
package protocol CredentialProvider: Sendable {
    /// Fresh credentials; throws `.noCredentials` with a sentence that names where it looked.
    func credentials() async throws(AWSError) -> Credentials
}

extension AWSError {
    static func noCredentials(_ message: String) -> AWSError {
        AWSError(kind: .noCredentials, operation: "credentials", message: message)
    }
}
