import JSON

/// Reads what a service says when it says no, in whichever protocol.
struct ErrorAnswer {
    private let operation: Operation
    private let response: HTTPResponse
    private var code: String?
    private var message: String?
    private var requestID: String?

    init(operation: Operation, _ response: HTTPResponse) {
        self.operation = operation
        self.response = response
        switch operation.service.wireProtocol {
        case .query, .ec2, .restXML: readXML()
        case .json, .restJSON: readJSON()
        }
        requestID = requestID ?? response.requestID
    }

    var error: AWSError {
        AWSError(
            kind: AWSError.Kind(code: code, status: response.status), operation: operation.id, code: code,
            message: message ?? Self.sentence(response.status), requestID: requestID, status: response.status
        )
    }

    /// `ErrorResponse/Error`, EC2's `Response/Errors/Error`, and S3's `Error` by itself.
    private mutating func readXML() {
        // A body that is no XML comes from something between us and AWS; the status alone then says what happened.
        guard let root = try? XMLParser.parse(response.body) else { return }
        let found = root.name == "Error" ? root : root.child("Error") ?? root.child("Errors")?.child("Error")
        code = found?.child("Code")?.text.nonEmpty
        message = (found?.child("Message") ?? found?.child("message"))?.text.nonEmpty
        let id = root.child("RequestId") ?? root.child("RequestID") ?? found?.child("RequestId")
        requestID = (id ?? root.child("ResponseMetadata")?.child("RequestId"))?.text.nonEmpty
    }

    private mutating func readJSON() {
        // As with XML: where the body cannot be read, header and status say what happened.
        let body = try? JSONValue(parsing: response.body)
        let header = response.header("x-amzn-errortype")
        code = Self.bareCode(header ?? body?["__type"]?.string ?? body?["code"]?.string ?? body?["Code"]?.string)
        message = (body?["message"] ?? body?["Message"] ?? body?["errorMessage"])?.string?.nonEmpty
    }

    /// `com.amazonaws.ssm#Throttled:http://...` -> `Throttled`.
    private static func bareCode(_ text: String?) -> String? {
        guard let first = text?.split(separator: ":", maxSplits: 1).first,
            let last = first.split(separator: "#").last
        else { return nil }
        return String(last)
    }

    private static func sentence(_ status: Int) -> String {
        switch status {
        case 300..<400:
            "HTTP \(status): the endpoint says that the resource is elsewhere. Check the Region and the endpoint."
        case 403: "HTTP 403: the caller is not permitted, or the request was not signed as AWS wants it."
        case 404: "HTTP 404: the resource is not there, or the endpoint does not know the operation."
        case 500...: "HTTP \(status): the service failed. Try again later."
        default: "HTTP \(status), and the answer does not say why."
        }
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
