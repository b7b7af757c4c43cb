import JSON
import Synchronization
import Testing

@testable import AWSClient

/// A client over a fake machine and a scripted network, with the records of its calls.
final class ClientBench: Sendable {
    static let read = "POST https://sts.eu-central-1.amazonaws.com/ GetCallerIdentity"
    static let write = "POST https://iam.amazonaws.com/ UpdateAccessKey"

    let machine: FakeMachine
    let transport: ScriptedTransport
    let client: APIClient
    private let collected: Collected

    final class Collected: Sendable {
        private let list = Mutex<[APIClient.CallRecord]>([])
        var all: [APIClient.CallRecord] { list.withLock { $0 } }
        func add(_ record: APIClient.CallRecord) { list.withLock { $0.append(record) } }
    }

    init(
        _ script: [ScriptedTransport.Line], randoms: [Double] = [0, 0, 0], attempts: String? = nil,
        credentials: (any CredentialProvider)? = FixedCredentials(
            Credentials(accessKeyID: "AKIA1", secretAccessKey: "SECRET", sessionToken: "TOKEN")),
        budget: RetryBudget = RetryBudget(), skew: ClockSkew = ClockSkew()
    ) {
        var environment: [String: String] = [:]
        environment["AWS_MAX_ATTEMPTS"] = attempts
        machine = FakeMachine(environment: environment, randoms: randoms)
        transport = ScriptedTransport(script)
        let collected = Collected()
        self.collected = collected
        client = APIClient(
            credentials: credentials, transport: transport,
            endpoints: Endpoints(environment: machine.surroundings.environment), surroundings: machine.surroundings,
            budget: budget, skew: skew, onCall: { collected.add($0) })
    }

    var records: [APIClient.CallRecord] { collected.all }

    func read() async throws -> JSONValue { try await client.call(STS.getCallerIdentity, region: "eu-central-1") }

    func write() async throws -> JSONValue {
        try await client.call(
            IAM.updateAccessKey, ["UserName": "me", "AccessKeyId": "AKIAX", "Status": "Inactive"],
            region: "eu-central-1")
    }
}

@Suite struct APIClientTests {
    private typealias Line = ScriptedTransport.Line

    @Test("answers, signs with the credentials, and records the call")
    func success() async throws {
        let bench = ClientBench([Line(ClientBench.read, .identity)])
        #expect(try await bench.read() == ["Account": "111122223333"])
        let request = try #require(bench.transport.requests.first)
        #expect(
            request.header("Authorization")?.contains("AKIA1/20261125/eu-central-1/sts/aws4_request") == true)
        #expect(request.header("X-Amz-Security-Token") == "TOKEN")
        #expect(request.header("User-Agent")?.hasPrefix("quell/") == true)
        let record = try #require(bench.records.first)
        #expect(bench.records.count == 1)
        #expect(record.operation == "sts:GetCallerIdentity")
        #expect(record.region == "eu-central-1")
        #expect(record.accessKeyID == "AKIA1")
        #expect(record.attempts == 1)
        #expect(record.seconds == 0)
        #expect(record.error == nil)
        #expect(bench.machine.sleeps.isEmpty)
    }

    @Test("sends calls of a global service to its Region, signed for it")
    func global() async throws {
        let bench = ClientBench([Line(ClientBench.write, .text("<UpdateAccessKeyResponse/>"))])
        #expect(try await bench.write() == [:])
        #expect(bench.transport.requests.first?.header("Authorization")?.contains("/us-east-1/iam/") == true)
    }

    @Test("sends nothing when there are no credentials, and says where they were looked for")
    func noCredentials() async {
        let bench = ClientBench(
            [],
            credentials: CredentialChain(
                profile: "nowhere", region: "eu-central-1", surroundings: FakeMachine().surroundings,
                transport: ScriptedTransport(), endpoints: Endpoints(environment: { _ in nil })))
        #expect(await failure { try await bench.read() }?.kind == .noCredentials)
        #expect(bench.transport.requests.isEmpty)
    }

    @Test("refuses wrong input and a wrong Region before it sends anything")
    func wrongInput() async {
        let bench = ClientBench([])
        let input = await failure { try await bench.client.call(IAM.updateAccessKey, [:], region: "eu-central-1") }
        #expect(input?.kind == .invalidInput)
        let region = await failure { try await bench.client.call(STS.getCallerIdentity, region: "Frankfurt") }
        #expect(region?.message == "\"Frankfurt\" is no AWS Region. Write one such as eu-central-1.")
        #expect(bench.transport.requests.isEmpty)
        #expect(bench.records.map(\.error?.kind) == [.invalidInput, .invalidInput])
    }

    @Test(
        "does not try again what AWS refuses",
        arguments: ["AccessDenied", "NoSuchEntity", "LimitExceeded", "ValidationError"])
    func refused(_ code: String) async {
        let bench = ClientBench([Line(ClientBench.read, .error(code, status: 403))])
        let error = await failure { try await bench.read() }
        #expect(error?.code == code)
        #expect(error?.requestID == "r-1")
        #expect(bench.transport.requests.count == 1)
        #expect(bench.records.map(\.error) == [error])
    }

    @Test("leaves secrets out when AWS repeats the headers of a refused signature")
    func secrets() async {
        let canonical = "The canonical string should have been 'POST x-amz-security-token:TOKEN' not SECRET."
        let bench = ClientBench([
            Line(ClientBench.read, .error("SignatureDoesNotMatch", status: 403, message: canonical))
        ])
        let error = await failure { try await bench.read() }
        #expect(
            error?.message
                == "The canonical string should have been 'POST x-amz-security-token:(secret)' not (secret).")
        #expect(bench.records.first?.error == error)
    }

    @Test("corrects the clock once from the date of the refusal, and keeps the correction")
    func skew() async throws {
        let date = HTTPHeader("Date", HTTPDate.format(FakeMachine.start + 3_600))
        let bench = ClientBench([
            Line(ClientBench.read, .error("RequestTimeTooSkewed", status: 403, headers: [date])),
            Line(ClientBench.read, .identity), Line(ClientBench.read, .identity),
        ])
        _ = try await bench.read()
        _ = try await bench.read()
        #expect(
            bench.transport.requests.map { $0.header("X-Amz-Date") }
                == ["20261125T070000Z", "20261125T080000Z", "20261125T080000Z"])
        #expect(bench.machine.sleeps.isEmpty)
        bench.transport.expectEnd()
    }

    @Test(
        "gives up when the clock was not the reason, or the correction does not help",
        arguments: [(0.0, 1), (200, 1), (3_600, 2)])
    func noSkew(_ offset: Double, _ requests: Int) async {
        let date = HTTPHeader("Date", HTTPDate.format(FakeMachine.start + offset))
        let line = Line(ClientBench.read, .error("SignatureDoesNotMatch", status: 403, headers: [date]))
        let bench = ClientBench([line, line])
        #expect(await failure { try await bench.read() }?.kind == .badCredentials)
        #expect(bench.transport.requests.count == requests)
    }

    @Test("gives up on a wrong clock when the refusal has no date")
    func noDate() async {
        let bench = ClientBench([Line(ClientBench.read, .error("RequestExpired"))])
        #expect(await failure { try await bench.read() }?.code == "RequestExpired")
    }

    @Test("tries again a call that was signed before another one corrected the clock")
    func sharedSkew() async throws {
        let date = HTTPHeader("Date", HTTPDate.format(FakeMachine.start + 3_600))
        let skew = ClockSkew()
        let script = ScriptedTransport([
            Line(ClientBench.read, .error("RequestTimeTooSkewed", status: 403, headers: [date])),
            Line(ClientBench.read, .identity),
        ])
        let surroundings = FakeMachine().surroundings
        let client = APIClient(
            credentials: FixedCredentials(Credentials(accessKeyID: "AKIA1", secretAccessKey: "s")),
            transport: LearningTransport(skew: skew, inner: script),
            endpoints: Endpoints(environment: surroundings.environment), surroundings: surroundings, skew: skew)
        _ = try await client.call(STS.getCallerIdentity, region: "eu-central-1")
        #expect(script.requests.map { $0.header("X-Amz-Date") } == ["20261125T070000Z", "20261125T080000Z"])
    }

    @Test("learns an offset that differs from the one a signature used, and says whether it does")
    func learning() {
        let skew = ClockSkew()
        #expect(!skew.learn(240, used: 0) && skew.seconds == 0)
        #expect(skew.learn(-241, used: 0) && skew.seconds == -241)
        #expect(!skew.learn(-241, used: -241) && skew.learn(0, used: -241) && skew.seconds == 0)
    }

    @Test("fetches credentials anew when AWS says that they expired, once", arguments: [true, false])
    func expired(_ helps: Bool) async throws {
        let bench = ClientBench(
            [
                Line(ClientBench.read, .error("ExpiredToken", status: 403)),
                Line(ClientBench.read, helps ? .identity : .error("ExpiredToken", status: 403)),
            ], credentials: CountedKeys())
        if helps {
            _ = try await bench.read()
        } else {
            #expect(await failure { try await bench.read() }?.code == "ExpiredToken")
        }
        let keys = bench.transport.requests.map { $0.header("X-Amz-Security-Token") }
        #expect(keys == ["1", "2"])
        #expect(bench.records.map(\.accessKeyID) == ["AKIA2"])
    }

    @Test("uses other credentials with the same budget and clock")
    func with() async throws {
        let skew = ClockSkew()
        _ = skew.learn(3_600, used: 0)
        let bench = ClientBench([Line(ClientBench.read, .identity)], skew: skew)
        let other = bench.client.with(FixedCredentials(Credentials(accessKeyID: "AKIA2", secretAccessKey: "s")))
        _ = try await other.call(STS.getCallerIdentity, region: "eu-central-1")
        let request = try #require(bench.transport.requests.first)
        #expect(request.header("Authorization")?.contains("Credential=AKIA2/") == true)
        #expect(request.header("X-Amz-Date") == "20261125T080000Z")
        #expect(request.header("X-Amz-Security-Token") == nil)
        #expect(bench.records.map(\.accessKeyID) == ["AKIA2"])
    }
}

/// Keys whose token is the number of the fetch.
private final class CountedKeys: CredentialProvider {
    private let count = Mutex(0)

    func credentials() async throws(AWSError) -> Credentials {
        let number = count.withLock { count in
            count += 1
            return count
        }
        return Credentials(accessKeyID: "AKIA\(number)", secretAccessKey: "s", sessionToken: "\(number)")
    }
}

/// A network on which another call learns the offset of the clock while a request is on its way.
private struct LearningTransport: HTTPTransport {
    let skew: ClockSkew
    let inner: ScriptedTransport

    func send(_ request: HTTPRequest, timeout: Duration) async throws(TransportError) -> HTTPResponse {
        _ = skew.learn(3_600, used: 0)
        return try await inner.send(request, timeout: timeout)
    }
}
