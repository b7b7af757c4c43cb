package import JSON

extension Operation {
    /// The request of this operation, ready to be signed.
    ///
    /// The input is checked in full first: an unknown member, a missing required one, a value of another type, and text
    /// that would change the request's path or headers are errors of kind `invalidInput` that name the member.
    package func request(_ input: JSONValue, endpoint: Endpoint) throws(AWSError) -> HTTPRequest {
        let check = InputCheck(operation: self)
        let fields: [InputValue.Field]
        switch try check.check(input) {
        case .structure(let checked): fields = checked
        case .list, .map, .string, .boolean, .number, .timestamp, .blob:
            throw check.failure("The operation's own input shape must be a structure.")
        }
        var request = HTTPRequest(
            method: method, scheme: endpoint.scheme, host: endpoint.host, port: endpoint.port,
            path: endpoint.path.isEmpty ? "/" : endpoint.path
        )
        switch service.wireProtocol {
        case .query, .ec2:
            request.headers = [HTTPHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")]
            request.body = QueryBody(operation: self, fields: fields).bytes
        case .json:
            let version = service.jsonVersion ?? "1.1"
            request.headers = [
                HTTPHeader("X-Amz-Target", "\(service.targetPrefix ?? "").\(name)"),
                HTTPHeader("Content-Type", "application/x-amz-json-\(version)"),
            ]
            request.body = Array(JSONBody.value(fields).description.utf8)
        case .restJSON, .restXML:
            try RESTRequest(operation: self, fields: fields, endpoint: endpoint).fill(&request)
        }
        return request
    }
}
