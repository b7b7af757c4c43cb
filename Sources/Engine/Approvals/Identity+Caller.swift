package import AWSClient
import JSON

/// Asks AWS who calls.
package typealias AskIdentity = @Sendable () async throws(AWSError) -> Identity

extension Identity {
    /// Asks AWS who calls, which needs no permission.
    package static func caller(
        of client: APIClient, region: String, localUser: String?
    ) async throws(AWSError) -> Identity {
        let answer = try await client.call(STS.getCallerIdentity, region: region)
        guard let arn = answer["Arn"]?.string, let userID = answer["UserId"]?.string, !arn.isEmpty, !userID.isEmpty
        else {
            throw AWSError(
                kind: .unreadableAnswer, operation: STS.getCallerIdentity.id, message: "The answer names nobody.")
        }
        return Identity(arn: arn, userID: userID, localUser: localUser)
    }
}
