import Testing

@testable import AWSClient

@Suite struct EndpointTests {
    @Test(
        "reads scheme, host, port and base path",
        arguments: [
            ("https://ec2.eu-west-1.amazonaws.com", "https", "ec2.eu-west-1.amazonaws.com", nil, ""),
            ("http://127.0.0.1:5000/", "http", "127.0.0.1", 5000, ""),
            ("http://[::1]:5000/a/b//", "http", "[::1]", 5000, "/a/b"),
            ("https://EXAMPLE.com/x", "https", "example.com", nil, "/x"),
        ] as [(String, String, String, Int?, String)])
    func reads(_ url: String, _ scheme: String, _ host: String, _ port: Int?, _ path: String) throws {
        let endpoint = try #require(Endpoint(url))
        #expect(endpoint.scheme == scheme)
        #expect(endpoint.host == host)
        #expect(endpoint.port == port)
        #expect(endpoint.path == path)
    }

    @Test(
        "refuses what is no endpoint",
        arguments: [
            "", "example.com", "ftp://example.com", "https://", "https://:80", "https://a b",
            "https://user@example.com",
            "https://example.com?x", "https://example.com/#f", "https://example.com:0", "https://example.com:65536",
            "https://example.com:x", "https://example.com:", "https://exämple.com", "https://[::1", "https://[]",
            "https://[::1]x", "https://example.com/a/../b", "https://example.com/a b", "https://a\r\nb", "HTTPS://a",
            "https://example.com:+80",
        ])
    func refuses(_ url: String) {
        #expect(Endpoint(url) == nil)
    }

    @Test(
        "only S3's own hosts take the bucket in the host",
        arguments: [
            ("https://s3.eu-west-1.amazonaws.com", true), ("https://s3.cn-north-1.amazonaws.com.cn", true),
            ("https://s3.dualstack.eu-west-1.amazonaws.com", true), ("http://127.0.0.1:5000", false),
            ("https://s3.example.com", false), ("https://s3.eu-west-1.amazonaws.com:8443", false),
            ("https://bucket.vpce-1.s3.eu-west-1.vpce.amazonaws.com", false),
            ("https://s3.eu-west-1.amazonaws.com/base", false), ("https://evilamazonaws.com", false),
        ])
    func bucketHost(_ url: String, _ takes: Bool) throws {
        #expect(try #require(Endpoint(url)).takesBucketInHost == takes)
    }
}
