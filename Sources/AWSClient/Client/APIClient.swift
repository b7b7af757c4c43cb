package import JSON
import Synchronization

/// Calls AWS: builds, signs, sends, tries again where that is safe, and reads the answer.
///
/// Reading calls are tried again whenever that may help. Writing calls are tried again only when AWS certainly did not
/// act: it throttled, or the request was never sent. After a timeout of a writing call the caller reads back and decides.
package struct APIClient: Sendable {
    /// One call as it was made, for logs and benchmarks.
    package struct CallRecord: Sendable {
        package let operation: String
        package let region: String
        package let accessKeyID: String?
        package let seconds: Double
        package let attempts: Int
        package let error: AWSError?
    }

    private let credentials: CachedCredentials?
    private let transport: any HTTPTransport
    private let endpoints: Endpoints
    private let surroundings: Surroundings
    private let budget: RetryBudget
    private let skew: ClockSkew
    private let attempts: Int
    private let pacing: CallPacing?
    private let onCall: (@Sendable (CallRecord) -> Void)?

    /// Longest time one attempt may take.
    private static let timeout = Duration.seconds(15)

    /// `credentials` is nil for the calls that AWS takes unsigned, such as `AssumeRoleWithWebIdentity`; `pacing` where
    /// nobody keeps the calls within AWS's quotas.
    package init(
        credentials: (any CredentialProvider)?, transport: any HTTPTransport, endpoints: Endpoints,
        surroundings: Surroundings, budget: RetryBudget = RetryBudget(), skew: ClockSkew = ClockSkew(),
        pacing: CallPacing? = nil, onCall: (@Sendable (CallRecord) -> Void)? = nil
    ) {
        self.credentials = credentials.map { source in
            source as? CachedCredentials ?? CachedCredentials(source, now: surroundings.now)
        }
        self.transport = transport
        self.endpoints = endpoints
        self.surroundings = surroundings
        self.budget = budget
        self.skew = skew
        self.pacing = pacing
        self.onCall = onCall
        attempts = surroundings.environment("AWS_MAX_ATTEMPTS").flatMap(Int.init).map { max(1, $0) } ?? 3
    }

    /// The same client with other credentials; `arn` names their role where they are of another account.
    package func with(_ credentials: any CredentialProvider, ofRole arn: String? = nil) -> APIClient {
        APIClient(
            credentials: credentials, transport: transport, endpoints: endpoints, surroundings: surroundings,
            budget: budget, skew: skew, pacing: arn.map { pacing?.inAccount(ofRole: $0) } ?? pacing, onCall: onCall)
    }

    /// Makes one call and answers under AWS's member names.
    package func call(
        _ operation: Operation, _ input: JSONValue = [:], region: String
    ) async throws(AWSError) -> JSONValue {
        let start = surroundings.now()
        var attempt = 1
        var spent = 0
        var hasCorrected = false
        while true {
            // Every attempt takes its turn, before it is signed: a signature must not grow old.
            try await pacing?.pass(operation, input, region)
            let signer = try await credentials?.credentials()
            func record(_ error: AWSError?) {
                onCall?(
                    CallRecord(
                        operation: operation.id, region: region, accessKeyID: signer?.accessKeyID,
                        seconds: surroundings.now() - start, attempts: attempt, error: error))
            }
            let used = skew.seconds
            let failure: Failure
            do throws(Failure) {
                let answer = try await send(operation, input, region: region, signer, skew: used)
                budget.giveBack(spent > 0 ? spent : 1)
                pacing?.learn(operation, input, region, isThrottled: false)
                record(nil)
                return answer
            } catch {
                failure = error.hiding([
                    signer?.secretAccessKey, signer?.sessionToken, input["WebIdentityToken"]?.string,
                ])
            }
            if failure.error.kind == .throttled { pacing?.learn(operation, input, region, isThrottled: true) }
            if failure.error.kind == .badCredentials, !hasCorrected, await correct(failure, signer, skew: used) {
                hasCorrected = true
                continue
            }
            let cost = RetryBudget.cost(failure.error.kind)
            guard mayRepeat(operation, failure), attempt < attempts, budget.take(cost), await pause(attempt, failure)
            else {
                record(failure.error)
                throw failure.error
            }
            spent = cost
            attempt += 1
        }
    }

    private struct Failure: Error {
        let error: AWSError
        let isUnsent: Bool
        let response: HTTPResponse?

        init(_ error: AWSError, isUnsent: Bool = false, response: HTTPResponse? = nil) {
            self.error = error
            self.isUnsent = isUnsent
            self.response = response
        }

        /// The same without secrets: a refused signature comes back with the headers it was made of, and so with the
        /// session token.
        func hiding(_ secrets: [String?]) -> Failure {
            Failure(error.hiding(secrets.compactMap(\.self)), isUnsent: isUnsent, response: response)
        }
    }

    private func send(
        _ operation: Operation, _ input: JSONValue, region: String, _ signer: Credentials?, skew: Double
    ) async throws(Failure) -> JSONValue {
        var request: HTTPRequest
        do throws(AWSError) {
            let target = try endpoints.target(operation.service, region: region)
            request = try operation.request(input, endpoint: target.endpoint)
            request.headers.append(HTTPHeader("User-Agent", "quell/0.1"))
            if let signer {
                request = SigV4.sign(
                    request, credentials: signer, service: operation.service.signingName,
                    region: target.signingRegion, at: surroundings.now() + skew)
            }
        } catch {
            throw Failure(error)
        }
        let response: HTTPResponse
        do throws(TransportError) {
            response = try await transport.send(request, timeout: Self.timeout)
        } catch {
            let kinds: [TransportError.Kind: AWSError.Kind] = [
                .unreachable: .unreachable, .timedOut: .timedOut, .unreadable: .unreadableAnswer,
            ]
            throw Failure(
                AWSError(
                    kind: kinds[error.kind] ?? .unreachable, operation: operation.id, message: error.description),
                isUnsent: error.isUnsent)
        }
        do throws(AWSError) {
            return try operation.answer(response)
        } catch {
            throw Failure(error, response: response)
        }
    }

    private func mayRepeat(_ operation: Operation, _ failure: Failure) -> Bool {
        guard failure.error.isRetryable else { return false }
        return operation.isReadOnly || failure.isUnsent || failure.error.kind == .throttled
    }

    /// Waits before the next attempt; false when the caller is cancelled meanwhile, and the failure is what stands.
    private func pause(_ attempt: Int, _ failure: Failure) async -> Bool {
        let asked = failure.response?.header("retry-after").flatMap(Double.init) ?? 0
        let seconds = max(
            Backoff.seconds(after: attempt, kind: failure.error.kind, random: surroundings.random()),
            min(asked, Backoff.longest))
        do {
            try await surroundings.sleep(.milliseconds(Int64(seconds * 1_000)))
            return true
        } catch {
            return false
        }
    }

    /// Sets the clock right, or forgets expired credentials; true when another attempt may succeed.
    private func correct(_ failure: Failure, _ signer: Credentials?, skew used: Double) async -> Bool {
        switch failure.error.code {
        case "RequestTimeTooSkewed", "RequestExpired", "SignatureDoesNotMatch", "InvalidSignatureException",
            "AuthFailure", "RequestInTheFuture":
            guard let date = failure.response?.header("date").flatMap(HTTPDate.parse) else { return false }
            return skew.learn(date - surroundings.now(), used: used)
        case "ExpiredToken", "ExpiredTokenException":
            guard let signer, let credentials else { return false }
            await credentials.forget(signer)
            return true
        default: return false
        }
    }
}

/// How far the clock of this machine is behind AWS's, learned from answers that refuse a signature for its time.
package final class ClockSkew: Sendable {
    /// AWS accepts five minutes either way; less than this is not worth a correction.
    private static let tolerance = 240.0
    private let offset = Mutex(0.0)

    package init() {}

    package var seconds: Double { offset.withLock { $0 } }

    /// True when the offset differs so much from the one `used` by the refused signature that the time was the reason.
    ///
    /// Another call may have learned the same meanwhile, so the offset of now says nothing about that signature.
    func learn(_ observed: Double, used: Double) -> Bool {
        guard abs(observed - used) > Self.tolerance else { return false }
        offset.withLock { $0 = observed }
        return true
    }
}
