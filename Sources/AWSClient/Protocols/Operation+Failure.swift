import JSON

extension Operation {
    /// The error in an answer that is no success.
    func failure(_ response: HTTPResponse) -> AWSError {
        let (code, message) =
            switch service.wireProtocol {
            case .json, .restJSON: jsonFailure(response)
            case .query, .ec2, .restXML: xmlFailure(response)
            }
        let standard = Self.statusCodes[response.status]
        return AWSError(
            kind: ErrorCodes.kind(code ?? standard, status: response.status), operation: id, code: code ?? standard,
            message: message ?? "\(service.id) answered with HTTP status \(response.status) and no message.",
            requestID: response.requestID, status: response.status)
    }

    /// HEAD requests of S3 have no body to tell more.
    private static let statusCodes = [403: "Forbidden", 404: "NotFound", 503: "ServiceUnavailable"]

    private func jsonFailure(_ response: HTTPResponse) -> (code: String?, message: String?) {
        let body = try? JSONValue(parsing: response.body)
        // The header and the body may both qualify the code: "aws.protocol#Code" and "Code:http://…".
        let raw = response.header("x-amzn-errortype") ?? body?["__type"]?.string ?? body?["code"]?.string
        let code = raw.map { text in
            let first = text.split(separator: ":").first.map(String.init) ?? text
            return first.split(separator: "#").last.map(String.init) ?? first
        }
        return (code, body?["message"]?.string ?? body?["Message"]?.string)
    }

    private func xmlFailure(_ response: HTTPResponse) -> (code: String?, message: String?) {
        guard let root = try? XMLReader.root(response.body) else { return (nil, nil) }
        let error = root.child("Error") ?? root.descendant("Errors", "Error") ?? (root.name == "Error" ? root : nil)
        return (error?.child("Code")?.text, error?.child("Message")?.text)
    }
}

extension HTTPResponse {
    /// AWS's id of the request, for a support case.
    var requestID: String? {
        for name in ["x-amzn-requestid", "x-amz-request-id", "x-amzn-request-id"] {
            if let id = header(name) { return id }
        }
        guard let root = try? XMLReader.root(body) else { return nil }
        let element =
            root.child("RequestId") ?? root.child("RequestID") ?? root.descendant("ResponseMetadata", "RequestId")
        return element?.text
    }
}

extension AWSError.Kind {
    /// What a service's error code means; the HTTP status decides where there is no code, or one nobody knows.
    package init(code: String?, status: Int = 400) { self = ErrorCodes.kind(code, status: status) }
}

/// What the services' error codes mean.
enum ErrorCodes {
    /// Codes that ask for another try later: botocore's list.
    private static let throttled: Set<String> = [
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
        "TooManyRequestsException", "ProvisionedThroughputExceededException", "TransactionInProgressException",
        "RequestLimitExceeded", "BandwidthLimitExceeded", "RequestThrottled", "SlowDown", "PriorRequestNotComplete",
        "EC2ThrottledException",
    ]
    private static let denied: Set<String> = [
        "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "Forbidden", "AuthorizationError",
        "NotAuthorized", "OptInRequired",
    ]
    private static let badCredentials: Set<String> = [
        "ExpiredToken", "ExpiredTokenException", "RequestExpired", "InvalidClientTokenId", "SignatureDoesNotMatch",
        "RequestTimeTooSkewed", "AuthFailure", "InvalidAccessKeyId", "UnrecognizedClientException", "InvalidToken",
        "InvalidSignatureException", "IncompleteSignature", "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
    ]
    private static let notFound: Set<String> = [
        "NoSuchEntity", "NoSuchBucket", "NoSuchTagSet", "NoSuchKey", "NotFound", "NoSuchPublicAccessBlockConfiguration",
        "ServerSideEncryptionConfigurationNotFoundError", "DBInstanceNotFound", "DBInstanceNotFoundFault",
        "TargetGroupNotFound", "LoadBalancerNotFound", "InvalidInstanceID.Malformed",
    ]

    static func kind(_ code: String?, status: Int) -> AWSError.Kind {
        guard let code else { return status >= 500 ? .serverFailure : status == 429 ? .throttled : .other }
        if throttled.contains(code) { return .throttled }
        if denied.contains(code) { return .accessDenied }
        if badCredentials.contains(code) { return .badCredentials }
        if notFound.contains(code) || code.hasSuffix(".NotFound") || code.hasSuffix("NotFoundException") {
            return .notFound
        }
        if code.hasSuffix(".Duplicate") || code.hasSuffix("AlreadyExists") || code.hasSuffix("AlreadyExistsException") {
            return .alreadyExists
        }
        if code == "UnmodifiableEntity" { return .unmodifiable }
        if code.hasPrefix("LimitExceeded") || code.hasSuffix("LimitExceeded")
            || code.hasSuffix("LimitExceededException")
        {
            return .limitExceeded
        }
        if status >= 500 { return .serverFailure }
        if code.hasPrefix("Invalid") || code.hasPrefix("Validation") || code.hasPrefix("Malformed")
            || code == "BadRequestException" || code == "MissingParameter"
        {
            return .invalidInput
        }
        return status == 429 ? .throttled : .other
    }
}
