import JSON
import Testing

@testable import AWSClient

@Suite struct SigV4Tests {
    private static let keys = [
        Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
        Credentials(
            accessKeyID: "ASIAEXAMPLE", secretAccessKey: "c2VjcmV0",
            sessionToken: "IQoJb3JpZ2luX2VjEPT//////////wEaCXVzLWVhc3QtMSJHMEUCIQ=="
        ),
    ]

    @Test("botocore signs odd paths, queries and headers the same way")
    func sameAsBotocore() throws {
        let lines = try Fixture("signatures.jsonl").lines
        #expect(lines.count >= 50)
        for line in lines {
            let signed = SigV4.sign(
                try request(line), credentials: Self.keys[try #require(line["keys"]?.int)],
                service: try line.text("service"), region: try line.text("region"),
                at: try #require(line["at"]?.double)
            )
            let found = signed.headers.filter { $0.name == "Authorization" }.map(\.value)
            #expect(found == [try line.text("authorization")], Comment(rawValue: "\(line)"))
        }
    }

    private func request(_ line: JSONValue) throws -> HTTPRequest {
        HTTPRequest(
            method: try line.text("method"), host: "host.example.com", port: 8443, path: try line.text("path"),
            query: try #require(line["query"]?.array).map {
                let pair = try #require($0.strings)
                return QueryItem(pair[0], pair[1])
            },
            headers: try #require(line["headers"]?.object).map { HTTPHeader($0.key, try #require($0.value.string)) },
            body: Array(try line.text("body").utf8)
        )
    }

    /// From the SigV4 test suite AWS published (`get-vanilla`).
    @Test("AWS's own example has the signature AWS gives for it")
    func published() {
        let signed = SigV4.sign(
            HTTPRequest(method: "GET", host: "example.amazonaws.com"),
            credentials: Credentials(
                accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
            ),
            service: "service", region: "us-east-1", at: 1_440_938_160
        )
        let signature = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
        #expect(signed.headers.contains { $0.name == "Authorization" && $0.value.hasSuffix(signature) })
    }

    @Test("signing again, with other keys and another time, leaves nothing of the first signature")
    func again() {
        let request = HTTPRequest(method: "POST", host: "example.com", body: [1])
        let once = SigV4.sign(request, credentials: Self.keys[1], service: "s3", region: "r", at: 0)
        let twice = SigV4.sign(once, credentials: Self.keys[0], service: "s3", region: "r", at: 60)
        #expect(twice == SigV4.sign(request, credentials: Self.keys[0], service: "s3", region: "r", at: 60))
    }
}
