import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The one HTTP client of a process, on one thread: Quell waits for AWS, it does not compute.
package final class AsyncHTTPTransport: HTTPTransport {
    /// Longest answer that is read, in bytes; AWS pages its listings well below it.
    private static let answerLimit = 16 * 1_024 * 1_024
    private let connectTimeout: Duration
    /// Made for the first request: commands that send none should not pay for it.
    private let client = Mutex<HTTPClient?>(nil)

    package init(connectTimeout: Duration = .seconds(3)) { self.connectTimeout = connectTimeout }

    /// An HTTPClient must be shut down before it goes; its end holds it until that is done.
    deinit {
        guard let client = client.withLock({ $0 }) else { return }
        client.shutdown { _ in withExtendedLifetime(client) {} }
    }

    private var shared: HTTPClient {
        client.withLock { client in
            if let client { return client }
            let new = makeClient()
            client = new
            return new
        }
    }

    private func makeClient() -> HTTPClient {
        var configuration = HTTPClient.Configuration(
            timeout: .init(connect: .nanoseconds(connectTimeout.nanoseconds)))
        configuration.httpVersion = .http1Only
        // A redirect would carry the session token to another host, and AWS redirects only what is misaddressed.
        configuration.redirectConfiguration = .disallow
        // The one who calls decides whether to try again.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.idleTimeout = .seconds(50)
        return HTTPClient(eventLoopGroupProvider: .shared(Self.group), configuration: configuration)
    }

    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

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
        try await withThrowingTaskGroup(of: HTTPResponse.self) { [client = shared] group in
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
        // Errors of the system before there is a connection: refused, no route, unknown host.
        let isRefused = [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH].contains((error as? IOError)?.errnoCode)
        if error is NIOConnectionError || isRefused {
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

    /// Ends the client and its connections; the next request makes a new one.
    package func shutDown() async {
        let ended = client.withLock { client in
            defer { client = nil }
            return client
        }
        // An error here means that it is ended already, which is what is wanted.
        try? await ended?.shutdown()
    }
}

extension Duration {
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
