import Testing

@testable import AWSClient

@Suite struct EndpointTests {
    @Test(
        "reads scheme, host, port and path",
        arguments: [
            ("https://EC2.eu-west-1.amazonaws.com", "https", "ec2.eu-west-1.amazonaws.com", nil, ""),
            ("http://127.0.0.1:5000/base/", "http", "127.0.0.1", 5_000, "/base"),
            ("http://a:65535//", "http", "a", 65_535, ""), ("http://[::1]:80/x", "http", "[::1]", 80, "/x"),
            ("http://a_b/~x/%20-._", "http", "a_b", nil, "/~x/%20-._"),
        ] as [(String, String, String, Int?, String)])
    func reads(_ url: String, _ scheme: String, _ host: String, _ port: Int?, _ path: String) throws {
        let endpoint = try #require(Endpoint(url))
        #expect(endpoint.scheme == scheme)
        #expect(endpoint.host == host)
        #expect(endpoint.port == port)
        #expect(endpoint.path == path)
        #expect(Endpoint(endpoint.description) == endpoint)
    }

    @Test(
        "refuses anything that is not plainly a place",
        arguments: [
            "", "a", "//a", "ftp://a", "HTTP://a", "http://", "http:///x", "http://user@a", "http://user:pw@a",
            "http://a?x", "http://a/?x", "http://a/#x", "http://a b", "http://a/b c", "http://a:", "http://a:0",
            "http://a:65536", "http://a:-1", "http://a:+1", "http://a:١", "http://a:99999999999999999999",
            "http://[", "http://[]", "http://[::1", "http://[::1]x", "http://[g]", "http://a/../b", "http://a\n",
            "http://ä", "http://a/\\", "https://:80", "https://a\r\nb", "http://a:x", "https://a/#f",
        ])
    func refuses(_ url: String) {
        #expect(Endpoint(url) == nil)
    }

    @Test(
        "puts the bucket in the host of S3's own endpoints only",
        arguments: [
            ("https://s3.eu-west-1.amazonaws.com", true), ("https://s3-fips.us-gov-west-1.amazonaws.com", true),
            ("https://s3.cn-north-1.amazonaws.com.cn", true), ("https://s3.us-isof-east-1.csp.hci.ic.gov", true),
            ("http://127.0.0.1:5000", false), ("https://s3.eu-west-1.amazonaws.com:8443", false),
            ("https://s3.eu-west-1.amazonaws.com/base", false), ("https://s3.example.com", false),
            ("https://s3.dualstack.eu-west-1.amazonaws.com", true), ("https://evilamazonaws.com", false),
            ("https://s3x.eu-west-1.amazonaws.com", false), ("https://s3.evilamazonaws.com", false),
            ("https://bucket.vpce-1.s3.eu-west-1.vpce.amazonaws.com", false),
        ])
    func buckets(_ url: String, _ isInHost: Bool) throws {
        #expect(try #require(Endpoint(url)).takesBucketInHost == isInHost)
    }

    @Test(
        "says of a refused URL neither a password nor a query",
        arguments: [
            ("http://user:pw@a/b", "http://…@a/b"), ("http://u@v@a", "http://…@a"), ("user:pw@a", "…@a"),
            ("http://a/b?token=x#y", "http://a/b"), ("http://a#x", "http://a"), ("a@b://c", "a@b://c"), ("", ""),
        ])
    func sayable(_ url: String, _ text: String) {
        #expect(Endpoint.sayable(url) == text)
    }

    @Test("finds a header of an answer in any case")
    func headers() {
        let response = HTTPResponse(
            status: 200, headers: [HTTPHeader("Retry-After", "1"), HTTPHeader("retry-after", "2")])
        #expect(response.header("RETRY-AFTER") == "1")
        #expect(response.header("date") == nil)
    }
}
