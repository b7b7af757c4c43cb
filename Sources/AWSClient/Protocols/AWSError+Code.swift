extension AWSError.Kind {
    /// The kind behind a service's error code; the HTTP status decides where there is no code, or one nobody knows.
    init(code: String?, status: Int) {
        self = code.flatMap { Self.exact[$0] ?? Self.byPattern($0) } ?? Self.byStatus(status, hasCode: code != nil)
    }

    private static func byStatus(_ status: Int, hasCode: Bool) -> Self {
        switch status {
        case 500...: .serverFailure
        case 429: .throttled
        case 401 where !hasCode: .badCredentials
        case 403: .accessDenied
        case 404: .notFound
        case 408 where !hasCode: .timedOut
        case 400 where !hasCode: .invalidInput
        default: .other
        }
    }

    /// Families of codes, such as EC2's `InvalidGroup.NotFound`; the first that fits counts.
    private static func byPattern(_ code: String) -> Self? {
        let endings: [(String, Self)] = [
            ("NotFound", .notFound), ("NotFoundException", .notFound), ("NotFoundFault", .notFound),
            ("NotFoundError", .notFound), (".Duplicate", .alreadyExists), ("AlreadyExists", .alreadyExists),
            ("AlreadyExistsException", .alreadyExists), ("AlreadyExistsFault", .alreadyExists),
            ("LimitExceeded", .limitExceeded), ("LimitExceededException", .limitExceeded),
            ("LimitExceededFault", .limitExceeded), ("QuotaExceeded", .limitExceeded),
            ("QuotaExceededException", .limitExceeded), ("QuotaExceededFault", .limitExceeded),
            (".Malformed", .invalidInput), ("ValidationException", .invalidInput),
        ]
        if let ending = endings.first(where: { code.hasSuffix($0.0) }) { return ending.1 }
        if code.hasPrefix("NoSuch") { return .notFound }
        if code.hasPrefix("Duplicate") { return .alreadyExists }
        if code.hasPrefix("Malformed") || code.hasPrefix("Missing") { return .invalidInput }
        // InvalidInstanceState and the like are about the resource, not about the input.
        if code.hasPrefix("Invalid"), !code.contains("State"), !code.contains("Status") { return .invalidInput }
        return nil
    }

    private static let exact: [String: Self] = {
        var kinds: [String: Self] = [:]
        for (kind, codes) in table {
            for code in codes { kinds[code] = kind }
        }
        return kinds
    }()

    /// Throttling codes are those of botocore's retry rules, and EC2's one for snapshots.
    private static let table: [(Self, [String])] = [
        (
            .throttled,
            [
                "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
                "RequestLimitExceeded", "TooManyRequestsException", "ProvisionedThroughputExceededException",
                "TransactionInProgressException", "BandwidthLimitExceeded", "RequestThrottled", "SlowDown",
                "PriorRequestNotComplete", "EC2ThrottledException", "SnapshotCreationPerVolumeRateExceeded",
            ]
        ),
        (
            .accessDenied,
            [
                "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError",
                "AuthorizationErrorException", "UnauthorizedAccess", "UnauthorizedException", "NotAuthorized",
                "AllAccessDisabled", "AccountProblem",
            ]
        ),
        (
            .badCredentials,
            [
                "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "SignatureDoesNotMatch",
                "RequestTimeTooSkewed", "RequestExpired", "AuthFailure", "UnrecognizedClientException",
                "InvalidSignatureException", "InvalidAccessKeyId", "InvalidToken", "TokenRefreshRequired",
                "IncompleteSignature", "IncompleteSignatureException", "MissingAuthenticationToken",
                "MissingAuthenticationTokenException", "RequestInTheFuture", "NotSigned", "InvalidIdentityToken",
            ]
        ),
        (.notFound, ["InvalidInstanceId", "InvalidInstance", "InvalidResourceId", "ResourceNotDiscoveredException"]),
        (.unmodifiable, ["UnmodifiableEntity", "UnmodifiableEntityException"]),
        (
            .invalidInput,
            [
                "ValidationError", "BadRequestException", "IdempotentParameterMismatch", "UnknownParameter",
                "SerializationException", "PolicyNotAttachable",
            ]
        ),
        (.timedOut, ["RequestTimeout", "RequestTimeoutException"]),
        (
            .serverFailure,
            [
                "InternalError", "InternalFailure", "InternalServerError", "InternalServerErrorException",
                "InternalServiceError", "ServiceUnavailable", "ServiceUnavailableException", "Unavailable",
                "ServiceFailure", "InternalServiceErrorException",
            ]
        ),
    ]
}
