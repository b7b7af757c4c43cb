package import AWSClient
package import JSON

/// A request as a service understands it: which operation, with what, and who says to have signed it.
package struct WireCall: Hashable, Sendable {
    package let operation: Operation
    /// Input under AWS's member names.
    package let input: JSONValue
    /// Region of the signature, or of the host where nothing is signed.
    package let region: String
    /// Access key of the signature; nil when there is none.
    package let accessKeyID: String?
    package let sessionToken: String?

    /// A call that was never on the wire.
    init(_ operation: Operation, _ input: JSONValue, region: String) {
        self.operation = operation
        self.input = input
        self.region = region
        accessKeyID = nil
        sessionToken = nil
    }

    /// Reads a request in whichever protocol its service speaks.
    package init(_ request: HTTPRequest) throws(Refusal) {
        let scope = CredentialScope(request)
        accessKeyID = scope?.accessKeyID
        sessionToken = request.header("x-amz-security-token")
        region = scope?.region ?? Self.region(ofHost: request.host)
        let spoken = Self.services.filter { service in
            scope.map { $0.service == service.signingName } ?? request.host.hasPrefix("\(service.endpointPrefix).")
        }
        guard let service = spoken.first else {
            throw Refusal("UnknownEndpoint", "No service answers \(request.host).", status: 404)
        }
        switch service.wireProtocol {
        case .query, .ec2: (operation, input) = try FormInput.read(request, spoken)
        case .json: (operation, input) = try JSONInput.read(request, spoken)
        case .restJSON, .restXML: (operation, input) = try RESTInput.read(request, spoken)
        }
    }

    private static let services: [Service] = Set(Operation.all.map(\.service)).sorted { $0.id < $1.id }

    private static func region(ofHost host: String) -> String {
        let labels = host.split(separator: ".")
        return labels.count > 2 && labels[1] != "amazonaws" ? String(labels[1]) : "us-east-1"
    }
}

/// What the `Authorization` header says about a signature.
struct CredentialScope: Hashable {
    let accessKeyID: String
    let region: String
    let service: String

    init?(_ request: HTTPRequest) {
        guard let header = request.header("authorization"),
            let start = header.firstRange(of: "Credential=")?.upperBound
        else { return nil }
        let parts = header[start...].prefix { $0 != "," }.split(separator: "/").map(String.init)
        guard parts.count == 5, parts[4] == "aws4_request" else { return nil }
        (accessKeyID, region, service) = (parts[0], parts[2], parts[3])
    }
}

extension HTTPRequest {
    /// The first value of a header, whatever the case of its name.
    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }
}

extension [Operation] {
    /// The operations of some services.
    static func of(_ services: [Service]) -> [Operation] {
        Operation.all.filter { services.contains($0.service) }
    }
}
