import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The one HTTP client of a process, on one thread: Quell waits for AWS, it does not compute.
package final class AsyncHTTPTransport: HTTPTransport {
    /// Longest answer that is read, in bytes; AWS pages its listings well below it.
    private static let answerLimit = 16 * 1_024 * 1_024
    private let group: MultiThreadedEventLoopGroup
    private let client: HTTPClient

    package init(connectTimeout: Duration = .seconds(3)) {
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        var configuration = HTTPClient.Configuration(
            timeout: .init(connect: .nanoseconds(connectTimeout.nanoseconds)))
        configuration.httpVersion = .http1Only
        // A redirect would carry the session token to another host, and AWS redirects only what is misaddressed.
        configuration.redirectConfiguration = .disallow
        // The one who calls decides whether to try again.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.idleTimeout = .seconds(50)
        client = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: configuration)
    }

    package func send(_ request: HTTPRequest, timeout: Duration) async throws(TransportError) -> HTTPResponse {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = HTTPMethod(rawValue: request.method)
        for header in request.headers { outgoing.headers.add(name: header.name, value: header.value) }
        if !request.body.isEmpty { outgoing.body = .bytes(ByteBuffer(bytes: request.body)) }
        do {
            return try await answer(outgoing, timeout: timeout)
        } catch {
            throw Self.failure(error, request)
        }
    }

    /// The client's own deadline ends with the head of the answer; this one is for the body, too.
    private func answer(_ request: HTTPClientRequest, timeout: Duration) async throws -> HTTPResponse {
        try await withThrowingTaskGroup(of: HTTPResponse.self) { [client] group in
            group.addTask {
                let answer = try await client.execute(request, timeout: .nanoseconds(timeout.nanoseconds))
                let body = try await answer.body.collect(upTo: Self.answerLimit)
                return HTTPResponse(
                    status: Int(answer.status.code), headers: answer.headers.map { HTTPHeader($0.name, $0.value) },
                    body: Array(body.readableBytesView))
            }
            group.addTask {
                // The client's deadline comes first where there is no answer, because it knows more.
                try await Task.sleep(for: timeout + .milliseconds(50))
                throw HTTPClientError.deadlineExceeded
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw HTTPClientError.cancelled }
            return first
        }
    }

    private static func failure(_ error: any Error, _ request: HTTPRequest) -> TransportError {
        let place = "\(request.scheme)://\(request.authority)"
        if error is NIOTooManyBytesError {
            return TransportError(
                .unreadable, isUnsent: false, "\(place) answered with more than \(answerLimit) bytes.")
        }
        // A name fails with the first, an address with the second.
        if error is NIOConnectionError || (error as? IOError)?.errnoCode == ECONNREFUSED {
            return TransportError(
                .unreachable, isUnsent: true,
                "\(place) cannot be reached. Check the Region, the endpoint (AWS_ENDPOINT_URL) and the network.")
        }
        switch error as? HTTPClientError {
        case .connectTimeout:
            return TransportError(
                .unreachable, isUnsent: true,
                "\(place) did not accept a connection in time. Check the Region, the endpoint and the network.")
        case .deadlineExceeded, .readTimeout:
            return TransportError(.timedOut, isUnsent: false, "\(place) did not answer in time.")
        case .remoteConnectionClosed:
            return TransportError(.unreachable, isUnsent: false, "\(place) closed the connection without an answer.")
        case .some(let error):
            // The short form: the long one holds the values of headers that cannot be sent, and they may be tokens.
            return TransportError(
                .unreachable, isUnsent: false, "\(place) cannot be used: \(error.shortDescription)")
        case nil:
            return TransportError(.unreachable, isUnsent: false, "\(place) cannot be used: \(error)")
        }
    }

    /// Ends the client; nothing may be sent afterwards.
    package func shutDown() async {
        // An error here means that it is ended already, which is what is wanted.
        try? await client.shutdown()
        try? await group.shutdownGracefully()
    }
}

extension Duration {
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }

    var inSeconds: Double { Double(nanoseconds) / 1_000_000_000 }
}
