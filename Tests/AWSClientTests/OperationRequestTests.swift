import JSON
import Testing

@testable import AWSClient

@Suite struct OperationRequestTests {
    private static let keys = [
        Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
        Credentials(
            accessKeyID: "ASIAEXAMPLE", secretAccessKey: "c2VjcmV0",
            sessionToken: "IQoJb3JpZ2luX2VjEPT//////////wEaCXVzLWVhc3QtMSJHMEUCIQ=="
        ),
    ]

    @Test("botocore writes and signs the same requests, for every operation")
    func sameAsBotocore() throws {
        let lines = try Fixture("requests.jsonl").lines
        #expect(lines.count >= 500)
        #expect(Set(lines.compactMap { $0["operation"]?.string }) == Set(Operation.all.map(\.id)))
        for line in lines { try compare(line) }
    }

    private func compare(_ line: JSONValue) throws {
        let operation = try #require(Operation.named(try line.text("operation")))
        let endpoint = try #require(Endpoint(try line.text("endpoint")))
        let input = try #require(line["input"])
        let request = try operation.request(input, endpoint: endpoint)
        let signed = SigV4.sign(
            request, credentials: Self.keys[try #require(line["keys"]?.int)],
            service: operation.service.signingName, region: try line.text("region"),
            at: try #require(line["at"]?.double)
        )
        let context = Comment(rawValue: "\(operation.id) with \(input)")
        #expect(signed.method == (try line.text("method")), context)
        #expect(signed.authority == (try line.text("authority")), context)
        #expect(signed.path == (try line.text("path")), context)
        let query = try #require(line["query"]?.array).map { try #require($0.strings) }
        #expect(signed.query.map { [$0.name, $0.value] } == query, context)
        #expect(String(decoding: signed.body, as: UTF8.self) == (try line.text("body")), context)
        let headers = Dictionary(
            signed.headers.map { ($0.name.lowercased(), JSONValue.string($0.value)) },
            uniquingKeysWith: { .array([$0, $1]) }
        )
        #expect(headers == line["headers"]?.object, context)
    }

    @Test(
        "input that the model does not know is refused by name",
        arguments: [
            ("ec2:DescribeInstances", #"{"InstanceID": ["i-1"]}"#, "InstanceID is not a member"),
            ("ec2:DescribeInstances", #"{"InstanceIds": "i-1"}"#, "InstanceIds must be a list, not a string"),
            ("ec2:DescribeInstances", #"{"InstanceIds": ["i-1", 7]}"#, "InstanceIds[1] must be a string, not a number"),
            ("ec2:DescribeInstances", #"{"InstanceIds": null}"#, "InstanceIds must be a list, not null"),
            ("ec2:DescribeInstances", #"{"Filters": [{"Nome": "x"}]}"#, "Filters[0].Nome is not a member"),
            ("ec2:DescribeInstances", #"{"MaxResults": 1.5}"#, "MaxResults must be a whole number"),
            ("ec2:DescribeInstances", #"{"MaxResults": 99999999999999999999}"#, "MaxResults must be a whole number"),
            ("ec2:DescribeInstances", #"{"MaxResults": "5"}"#, "MaxResults must be a whole number, not a string"),
            ("ec2:StopInstances", #"{}"#, "InstanceIds is missing"),
            ("ec2:StopInstances", #"{"InstanceIds": ["i-1"], "Force": "true"}"#, "Force must be a boolean"),
            ("ec2:StopInstances", #"[]"#, "The input must be an object"),
            ("sts:GetCallerIdentity", #"{"x": 1}"#, "It takes none here"),
            (
                "sns:Publish", #"{"Message": "m", "MessageAttributes": {"a": {}}}"#,
                "MessageAttributes.a.DataType is missing"
            ),
            (
                "sns:Publish",
                #"{"Message": "m", "MessageAttributes": {"a": {"DataType": "Binary", "BinaryValue": "?"}}}"#,
                "MessageAttributes.a.BinaryValue must be base64"
            ),
            ("guardduty:GetFindings", #"{"DetectorId": "", "FindingIds": []}"#, "DetectorId must not be empty"),
            ("guardduty:GetFindings", #"{"DetectorId": "..", "FindingIds": []}"#, "DetectorId must not be empty"),
            ("guardduty:GetFindings", #"{"FindingIds": []}"#, "DetectorId is missing"),
            ("s3:GetBucketTagging", #"{"Bucket": "a/../b"}"#, "Bucket must be a name"),
            ("s3:GetBucketTagging", #"{"Bucket": "evil.example.com#"}"#, "Bucket must be a name"),
            ("s3:GetBucketTagging", #"{"Bucket": "ab"}"#, "Bucket must be a name"),
            (
                "s3:GetBucketTagging", #"{"Bucket": "abc", "ExpectedBucketOwner": "1\r\nX: y"}"#,
                "must be printable ASCII"
            ),
            ("s3:GetBucketTagging", #"{"Bucket": "abc", "ExpectedBucketOwner": "ä"}"#, "must be printable ASCII"),
        ])
    func refuses(_ id: String, _ input: String, _ message: String) throws {
        let operation = try #require(Operation.named(id))
        let endpoint = try #require(Endpoint("https://example.com"))
        let error = #expect(throws: AWSError.self) {
            try operation.request(JSONValue(parsing: input), endpoint: endpoint)
        }
        #expect(error?.kind == .invalidInput)
        #expect(error?.operation == id)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test("a label that looks like a path stays one segment")
    func labelStaysSegment() throws {
        let endpoint = try #require(Endpoint("https://example.com"))
        let request = try GuardDuty.archiveFindings.request(
            ["DetectorId": "a/../b?c#d", "FindingIds": ["f"]], endpoint: endpoint
        )
        #expect(request.path == "/detector/a%2F..%2Fb%3Fc%23d/findings/archive")
    }

    @Test("a REST request with an XML body is refused instead of sent without it")
    func refusesXMLBody() throws {
        let operation = Operation(
            service: S3.service, name: "PutX", iamActions: [], method: "PUT", uri: "/",
            input: .structure([Shape.Member("A", .string)]), isReadOnly: false
        )
        let endpoint = try #require(Endpoint("https://example.com"))
        #expect(throws: AWSError.self) { try operation.request(["A": "x"], endpoint: endpoint) }
    }
}
