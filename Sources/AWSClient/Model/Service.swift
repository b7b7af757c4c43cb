/// An AWS service as an endpoint speaks it.
package struct Service: Hashable, Sendable {
    package enum WireProtocol: String, Hashable, Sendable {
        case query, ec2, json, restJSON, restXML
    }

    /// Name in the AWS CLI and in `AWS_ENDPOINT_URL_<ID>`, lower case, such as `elbv2`.
    package let id: String
    /// First label of the endpoint's host, such as `elasticloadbalancing`.
    package let endpointPrefix: String
    /// Service name in the credential scope of a signature.
    package let signingName: String
    package let apiVersion: String
    package let wireProtocol: WireProtocol
    /// `1.0` or `1.1` for the JSON protocol.
    package let jsonVersion: String?
    /// Prefix of the `X-Amz-Target` header for the JSON protocol.
    package let targetPrefix: String?
    /// Whether one endpoint serves the whole partition, as IAM's does.
    package let isGlobal: Bool

    package init(
        id: String, endpointPrefix: String, signingName: String, apiVersion: String, wireProtocol: WireProtocol,
        jsonVersion: String? = nil, targetPrefix: String? = nil, isGlobal: Bool = false
    ) {
        self.id = id
        self.endpointPrefix = endpointPrefix
        self.signingName = signingName
        self.apiVersion = apiVersion
        self.wireProtocol = wireProtocol
        self.jsonVersion = jsonVersion
        self.targetPrefix = targetPrefix
        self.isGlobal = isGlobal
    }
}
