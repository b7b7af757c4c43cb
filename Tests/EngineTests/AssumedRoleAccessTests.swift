import AWSClient
import ActionKit
import JSON
import Synchronization
import Testing

@testable import Engine

/// Answers STS and EC2 on the wire, and remembers the requests.
private final class WireAWS: HTTPTransport {
    private let sent = Mutex<[HTTPRequest]>([])

    var requests: [HTTPRequest] { sent.withLock { $0 } }
    var bodies: [String] { requests.map { String(decoding: $0.body, as: UTF8.self) } }

    func send(_ request: HTTPRequest, timeout: Duration) async throws(TransportError) -> HTTPResponse {
        sent.withLock { $0.append(request) }
        let body = String(decoding: request.body, as: UTF8.self)
        let text =
            switch true {
            case body.contains("Action=GetCallerIdentity"):
                """
                <GetCallerIdentityResponse><GetCallerIdentityResult><Account>999988887777</Account>\
                </GetCallerIdentityResult></GetCallerIdentityResponse>
                """
            case body.contains("Action=AssumeRole"):
                """
                <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId>\
                <SecretAccessKey>wJalrXUtnFEMI</SecretAccessKey>\
                <SessionToken>FwoGZXIvYXdzEXAMPLE</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials>\
                </AssumeRoleResult></AssumeRoleResponse>
                """
            case body.contains("NextToken=two"):
                "<DescribeTagsResponse><tagSet><item><key>b</key></item></tagSet></DescribeTagsResponse>"
            default:
                """
                <DescribeTagsResponse><tagSet><item><key>a</key></item></tagSet><nextToken>two</nextToken>\
                </DescribeTagsResponse>
                """
            }
        return HTTPResponse(status: 200, body: Array(text.utf8))
    }
}

private struct HomeKeys: CredentialProvider {
    func credentials() async throws(AWSError) -> Credentials {
        Credentials(accessKeyID: "AKIAHOME", secretAccessKey: "bPxRfiCYEXAMPLEKEY")
    }
}

@Suite struct AssumedRoleAccessTests {
    private let wire = WireAWS()

    private func access(home: String?, externalID: String? = nil) -> AssumedRoleAccess {
        let surroundings = Surroundings(
            now: { 1_800_000_000 }, environment: { _ in nil }, file: { _ in nil }, sleep: { _ in }, random: { 0.5 },
            run: { _ in .success([]) })
        let client = APIClient(
            credentials: HomeKeys(), transport: wire, endpoints: Endpoints(environment: { _ in nil }),
            surroundings: surroundings)
        return AssumedRoleAccess(
            home: client, roles: AssumedRoles(base: client, now: surroundings.now), roleName: "quell/Response",
            partition: "aws-cn", region: "eu-west-1", homeAccount: home, externalID: externalID)
    }

    private func signer(_ request: HTTPRequest) -> String {
        request.headers.first { $0.name.lowercased() == "authorization" }?.value ?? ""
    }

    @Test("names the external id of the account where trust policies ask for one")
    func externalID() async throws {
        for (given, sent) in [
            ("quell-{account}", "ExternalId=quell-\(TagStep.read("a").account ?? "")"), ("x", "ExternalId=x"),
        ] {
            _ = try await access(home: "999988887777", externalID: given).perform(
                TagStep.read("a"), in: Session(execution: "0123456789abcdef", policy: "{}"))
            #expect(wire.bodies.contains { $0.contains("Action=AssumeRole") && $0.contains(sent) })
        }
    }

    @Test("a call in another account is made with its response role, named for the execution and cut down")
    func otherAccount() async throws {
        let answer = try await access(home: "999988887777").perform(
            TagStep.read("a"), in: Session(execution: "0123456789abcdef", policy: "{}"))
        #expect(answer["Tags"]?.array?.count == 2, "all pages are joined")
        let assume = try #require(wire.bodies.first)
        for part in [
            "RoleArn=arn%3Aaws-cn%3Aiam%3A%3A111122223333%3Arole%2Fquell%2FResponse",
            "RoleSessionName=quell-0123456789abcdef", "SourceIdentity=quell-0123456789abcdef", "Policy=%7B%7D",
            "DurationSeconds=3600",
        ] { #expect(assume.contains(part), "\(part) in \(assume)") }
        #expect(signer(wire.requests[0]).contains("AKIAHOME"))
        #expect(wire.requests.count == 3)
        #expect(wire.requests.dropFirst().allSatisfy { signer($0).contains("ASIAROLE") })
    }

    @Test("calls in one session share the role; another execution or policy assumes it anew")
    func sharing() async throws {
        let access = access(home: "999988887777")
        for session in [
            Session(execution: "a", policy: "{}"), Session(execution: "a", policy: "{}"),
            Session(execution: "b", policy: "{}"), Session(execution: "a", policy: "{ }"),
        ] { _ = try await access.perform(TagStep.read("a"), in: session) }
        #expect(wire.bodies.count { $0.contains("Action=AssumeRole") } == 3)
    }

    @Test("no role is assumed at home, nor for a call of the engine's own", arguments: [Sample.account, nil])
    func home(_ account: String?) async throws {
        let call = Call(EC2.describeTags, account: account, region: Sample.region, input: [:])
        _ = try await access(home: Sample.account).perform(call, in: Session(execution: "e", policy: nil))
        #expect(!wire.bodies.contains { $0.contains("AssumeRole") })
        #expect(wire.requests.allSatisfy { signer($0).contains("AKIAHOME") })
    }

    @Test("the account at home is asked for once when nobody has said it")
    func asksHome() async throws {
        let access = access(home: nil)
        for _ in 1...2 {
            _ = try await access.perform(
                Call(EC2.describeTags, account: "999988887777", region: Sample.region, input: [:]),
                in: Session(execution: "e", policy: nil))
        }
        #expect(wire.bodies.count { $0.contains("GetCallerIdentity") } == 1)
        #expect(!wire.bodies.contains { $0.contains("AssumeRole") })
    }

    @Test("an operation that this build does not know is refused without a request")
    func unknown() async throws {
        let call = try Canonical.value(
            Call.self, from: #"{"operation":"ec2:Explode","region":"eu-west-1","input":{},"resources":["*"]}"#)
        let error = await #expect(throws: AWSError.self) {
            try await access(home: nil).perform(call, in: Session(execution: "e", policy: nil))
        }
        #expect(error?.kind == .invalidInput)
        #expect(wire.requests.isEmpty)
    }
}
