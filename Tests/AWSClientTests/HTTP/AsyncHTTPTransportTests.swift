import NIOHTTP1
import Testing

@testable import AWSClient

@Suite(.serialized) struct AsyncHTTPTransportTests {
    private func request(_ port: Int, _ path: String) -> HTTPRequest {
        HTTPRequest(method: "GET", scheme: "http", host: "127.0.0.1", port: port, path: path)
    }

    /// Runs with a server and a transport, and ends both.
    private func serve(_ body: (LocalServer, AsyncHTTPTransport) async throws -> Void) async throws {
        let server = try await LocalServer()
        let transport = AsyncHTTPTransport()
        let result: Result<Void, any Error>
        do { result = .success(try await body(server, transport)) } catch { result = .failure(error) }
        await transport.shutDown()
        try await server.stop()
        try result.get()
    }

    private func error(
        _ transport: AsyncHTTPTransport, _ request: HTTPRequest, timeout: Duration = .seconds(10)
    ) async -> TransportError? {
        do throws(TransportError) {
            let response = try await transport.send(request, timeout: timeout)
            Issue.record("It answered with \(response.status).")
            return nil
        } catch {
            return error
        }
    }

    @Test("sends method, path, query, headers and body, and gives status, headers and body back")
    func answers() async throws {
        try await serve { server, transport in
            var request = request(server.port, "/answer")
            request.method = "POST"
            request.query = [QueryItem("a b", "c/d"), QueryItem("e", "")]
            request.headers = [HTTPHeader("Host", "elsewhere")]
            request.body = Array("hello".utf8)
            let response = try await transport.send(request, timeout: .seconds(10))
            #expect(response.status == 418)
            #expect(response.header("x-kind") == "tea")
            #expect(response.body == request.body)
            #expect(
                server.received == [
                    .init(method: "POST", uri: "/answer?a%20b=c%2Fd&e=", host: "elsewhere", body: "hello")
                ])
        }
    }

    @Test("does not follow a redirect, which could carry credentials to another host")
    func redirect() async throws {
        try await serve { server, transport in
            let response = try await transport.send(request(server.port, "/moved"), timeout: .seconds(10))
            #expect(response.status == 307)
            #expect(response.header("Location") == "/answer")
            #expect(server.received.map(\.uri) == ["/moved"])
        }
    }

    @Test("says that a request which found no server was never sent", arguments: ["127.0.0.1", "localhost"])
    func refused(_ host: String) async throws {
        let server = try await LocalServer()
        try await server.stop()
        let transport = AsyncHTTPTransport()
        var request = request(server.port, "/answer")
        request.host = host
        let error = await error(transport, request)
        await transport.shutDown()
        #expect(error?.kind == .unreachable)
        #expect(error?.isUnsent == true)
        #expect(error?.description.hasPrefix("http://\(host):\(server.port) cannot be reached. Check") == true)
    }

    @Test("gives up when there is no answer, or no end of it, in time", arguments: ["/silent", "/stalled"])
    func silence(_ path: String) async throws {
        try await serve { server, transport in
            let error = await error(transport, request(server.port, path), timeout: .milliseconds(1_500))
            #expect(
                error
                    == TransportError(
                        .timedOut, isUnsent: false, "http://127.0.0.1:\(server.port) did not answer in time."))
            // Whether the server saw the request depends on how busy the machine is; giving up must not.
        }
    }

    @Test("says that the request may have arrived when the connection ends without an answer")
    func closed() async throws {
        try await serve { server, transport in
            let error = await error(transport, request(server.port, "/closed"))
            #expect(error?.kind == .unreachable)
            #expect(error?.isUnsent == false)
        }
    }

    @Test("refuses an answer that is longer than any of AWS")
    func large() async throws {
        try await serve { server, transport in
            let error = await error(transport, request(server.port, "/large"))
            #expect(error?.kind == .unreadable)
            #expect(error?.isUnsent == false)
        }
    }

    @Test("never says what a header holds that cannot be sent")
    func headers() async throws {
        try await serve { server, transport in
            var request = request(server.port, "/answer")
            request.headers = [HTTPHeader("X-Amz-Security-Token", "TOKEN\nline")]
            let error = await error(transport, request)
            #expect(error?.kind == .unreachable)
            #expect(error?.description.contains("TOKEN") == false)
            #expect(server.received.isEmpty)
        }
    }
}
