import AWSClient

/// The ways in which AWS or the way to it can say no to one call.
package enum ErrorClass: String, CaseIterable, Hashable, Sendable {
    case throttling, requestLimitExceeded, accessDenied, unauthorizedOperation, expiredToken, notFound, duplicate
    case limitExceeded, unmodifiableEntity, incorrectState, internalError, unavailable, timeoutAfterEffect, garbled

    /// Whether the call has its effect all the same.
    package var comesAfterEffect: Bool { self == .timeoutAfterEffect || self == .garbled }

    /// What the service says; nil where there is no readable answer.
    func refusal(of operation: Operation) -> Refusal? {
        let service = operation.service.id
        switch self {
        case .throttling: return Refusal("Throttling", "Rate exceeded")
        case .requestLimitExceeded: return Refusal("RequestLimitExceeded", "Request limit exceeded.", status: 503)
        case .accessDenied:
            return Refusal(
                service == "iam" || service == "sts" ? "AccessDenied" : "AccessDeniedException", "Injected.",
                status: 403)
        case .unauthorizedOperation: return Refusal("UnauthorizedOperation", "Injected.", status: 403)
        case .expiredToken: return Refusal("ExpiredToken", "The security token is expired", status: 403)
        case .notFound: return Refusal(Self.missing[service] ?? "ResourceNotFoundException", "Injected.", status: 404)
        case .duplicate:
            return Refusal(service == "ec2" ? "InvalidGroup.Duplicate" : "EntityAlreadyExists", "Injected.")
        case .limitExceeded: return Refusal("LimitExceeded", "Injected.", status: 409)
        case .unmodifiableEntity: return Refusal("UnmodifiableEntity", "Injected.")
        case .incorrectState: return Refusal("IncorrectInstanceState", "Injected.")
        case .internalError: return Refusal("InternalError", "Injected.", status: 500)
        case .unavailable: return Refusal("ServiceUnavailable", "Injected.", status: 503)
        case .timeoutAfterEffect, .garbled: return nil
        }
    }

    /// The service's code and sentence, as they appear in what is written about the error.
    package func words(of operation: String) -> [String] {
        guard let refusal = Operation.named(operation).flatMap(refusal) else { return [] }
        return [refusal.code, refusal.message]
    }

    private static let missing = [
        "ec2": "InvalidInstanceID.NotFound", "iam": "NoSuchEntity", "s3": "NoSuchBucket", "sns": "NotFound",
        "elbv2": "TargetGroupNotFound", "elb": "LoadBalancerNotFound",
    ]
}

/// What happens to one call.
package enum Fault: Hashable, Sendable {
    case error(ErrorClass)
    /// The calling process dies before the call leaves it, or before it sees the answer.
    case crash(afterEffect: Bool)
}
