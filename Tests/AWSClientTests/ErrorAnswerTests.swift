import JSON
import Testing

@testable import AWSClient

@Suite struct ErrorAnswerTests {
    private func error(
        _ operation: Operation, _ status: Int, _ body: String, _ headers: [HTTPHeader] = []
    ) throws -> AWSError {
        try #require(
            #expect(throws: AWSError.self) {
                try operation.answer(HTTPResponse(status: status, headers: headers, body: Array(body.utf8)))
            }
        )
    }

    @Test(
        "each protocol's errors give code, message and request id",
        arguments: [
            (
                "iam:GetUser",
                "<ErrorResponse xmlns=\"x\"><Error><Type>Sender</Type><Code>C</Code><Message>M &amp; m</Message></Error>"
                    + "<RequestId>R</RequestId></ErrorResponse>"
            ),
            (
                "ec2:StopInstances",
                "<Response><Errors><Error><Code>C</Code><Message>M &amp; m</Message></Error></Errors>"
                    + "<RequestID>R</RequestID></Response>"
            ),
            (
                "s3:GetBucketTagging",
                "<Error><Code>C</Code><Message>M &amp; m</Message><RequestId>R</RequestId></Error>"
            ),
        ])
    func xml(_ id: String, _ body: String) throws {
        let found = try error(try #require(Operation.named(id)), 400, body)
        #expect(found.code == "C")
        #expect(found.message == "M & m")
        #expect(found.requestID == "R")
        #expect(found.operation == id)
        #expect(found.status == 400)
    }

    @Test(
        "the JSON protocols say the code in a header or in the body, bare or dressed up",
        arguments: [
            (#"{"__type": "com.amazonaws.ssm#C", "message": "M"}"#, nil), (#"{"__type": "C", "Message": "M"}"#, nil),
            (#"{"code": "C", "message": "M"}"#, nil), (#"{"message": "M"}"#, "C"),
            (#"{"__type": "other", "message": "M"}"#, "C:http://internal.amazon.com/coral/"),
            (#"{"__type": "aws.x#C:http://y", "errorMessage": "M"}"#, nil),
        ] as [(String, String?)])
    func json(_ body: String, _ header: String?) throws {
        var headers = [HTTPHeader("x-amzn-RequestId", "R")]
        if let header { headers.append(HTTPHeader("X-Amzn-ErrorType", header)) }
        for operation in [SSM.describeAutomationExecutions, GuardDuty.getFindings] {
            let found = try error(operation, 400, body, headers)
            #expect(found.code == "C")
            #expect(found.message == "M")
            #expect(found.requestID == "R")
        }
    }

    @Test(
        "without a body that can be read, the status says what happened",
        arguments: [
            (503, AWSError.Kind.serverFailure), (429, .throttled), (403, .accessDenied), (404, .notFound),
            (401, .badCredentials), (408, .timedOut), (400, .invalidInput), (301, .other), (418, .other),
        ])
    func bodiless(_ status: Int, _ kind: AWSError.Kind) throws {
        for body in ["", "<html>Service Unavailable<br></html>", "{", "[1]", "\u{0}"] {
            for operation in [S3.getBucketTagging, EC2.stopInstances, SSM.describeAutomationExecutions] {
                let found = try error(operation, status, body)
                #expect(found.kind == kind)
                #expect(found.code == nil)
                #expect(found.message.hasPrefix("HTTP \(status)"))
            }
        }
    }

    @Test(
        "codes fall into kinds",
        arguments: [
            ("Throttling", AWSError.Kind.throttled), ("RequestLimitExceeded", .throttled), ("SlowDown", .throttled),
            ("TooManyRequestsException", .throttled), ("BandwidthLimitExceeded", .throttled),
            ("LimitExceededException", .limitExceeded), ("SecurityGroupLimitExceeded", .limitExceeded),
            ("RulesPerSecurityGroupLimitExceeded", .limitExceeded), ("LimitExceeded", .limitExceeded),
            ("AutomationExecutionLimitExceededException", .limitExceeded),
            ("InvalidGroup.NotFound", .notFound), ("InvalidInstanceID.NotFound", .notFound),
            ("NoSuchEntity", .notFound),
            ("NoSuchBucket", .notFound), ("NoSuchTagSet", .notFound),
            ("AutomationExecutionNotFoundException", .notFound),
            ("ServerSideEncryptionConfigurationNotFoundError", .notFound), ("DBInstanceNotFound", .notFound),
            ("InvalidPermission.Duplicate", .alreadyExists), ("EntityAlreadyExists", .alreadyExists),
            ("AccessDenied", .accessDenied), ("AccessDeniedException", .accessDenied),
            ("UnauthorizedOperation", .accessDenied), ("AuthorizationError", .accessDenied),
            ("ExpiredToken", .badCredentials), ("ExpiredTokenException", .badCredentials),
            ("InvalidClientTokenId", .badCredentials), ("SignatureDoesNotMatch", .badCredentials),
            ("RequestTimeTooSkewed", .badCredentials), ("RequestExpired", .badCredentials),
            ("AuthFailure", .badCredentials), ("UnrecognizedClientException", .badCredentials),
            ("UnmodifiableEntity", .unmodifiable), ("ValidationError", .invalidInput),
            ("ValidationException", .invalidInput), ("InvalidParameterValue", .invalidInput),
            ("InvalidInstanceID.Malformed", .invalidInput), ("MalformedPolicyDocument", .invalidInput),
            ("MissingParameter", .invalidInput), ("InvalidDBInstanceState", .other), ("IncorrectInstanceState", .other),
            ("InternalError", .serverFailure), ("RequestTimeout", .timedOut), ("DeleteConflict", .other),
        ])
    func kinds(_ code: String, _ kind: AWSError.Kind) {
        #expect(AWSError.Kind(code: code, status: 400) == kind)
    }

    @Test("an unknown code with a status of the server is a server failure")
    func unknownOfServer() {
        #expect(AWSError.Kind(code: "Whatever", status: 500) == .serverFailure)
    }
}
