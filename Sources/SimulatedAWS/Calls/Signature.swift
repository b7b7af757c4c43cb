import AWSClient

/// Who signed a request, and whether the signature is right.
struct Signature {
    let request: HTTPRequest
    let call: WireCall
    let now: Double

    /// How far a signature's time may be from AWS's, in seconds.
    private static let tolerance = 300.0

    init(_ request: HTTPRequest, _ call: WireCall, now: Double) {
        self.request = request
        self.call = call
        self.now = now
    }

    func principal(in world: World) -> Result<Principal, Refusal> {
        guard let id = call.accessKeyID else {
            return .failure(Refusal("MissingAuthenticationToken", "Missing Authentication Token", status: 403))
        }
        guard let key = world.keys[id], key.token == call.sessionToken else {
            return .failure(
                Refusal("InvalidClientTokenId", "The security token included in the request is invalid.", status: 403))
        }
        guard let time = request.header("x-amz-date").flatMap(Self.time), abs(time - now) <= Self.tolerance else {
            return .failure(Refusal("RequestExpired", "The signature's time is not AWS's.", status: 403))
        }
        let credentials = Credentials(accessKeyID: id, secretAccessKey: key.secret, sessionToken: key.token)
        let expected = SigV4.sign(
            request, credentials: credentials, service: call.operation.service.signingName, region: call.region,
            at: time)
        guard expected.header("authorization") == request.header("authorization") else {
            return .failure(
                Refusal("SignatureDoesNotMatch", "The request signature we calculated does not match.", status: 403))
        }
        if let expires = key.expires, expires <= now {
            return .failure(Refusal("ExpiredToken", "The security token is expired", status: 403))
        }
        let isActive = world[identities: key.principal.account].users[key.principal.name]?.keys[id] ?? true
        guard key.principal.kind == .role || isActive else {
            return .failure(
                Refusal("InvalidClientTokenId", "The security token included in the request is invalid.", status: 403))
        }
        return .success(key.principal)
    }

    /// `20260301T100000Z` in seconds since 1970.
    private static func time(_ text: String) -> Double? {
        let digits = Array(text)
        guard digits.count == 16 else { return nil }
        let date = "\(String(digits[0..<4]))-\(String(digits[4..<6]))-\(String(digits[6..<8]))"
        let time = "\(String(digits[9..<11])):\(String(digits[11..<13])):\(String(digits[13..<15]))"
        return ISO8601.parse("\(date)T\(time)Z")
    }
}
