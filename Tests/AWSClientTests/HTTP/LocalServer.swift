import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A server on this machine that answers each path in its own way, and remembers what it was sent.
final class LocalServer: Sendable {
    struct Received: Hashable, Sendable {
        var method: String
        var uri: String
        var host: String?
        var body: String
    }

    private let channel: any Channel
    private let log: Log
    let port: Int

    fileprivate final class Log: Sendable {
        let list = Mutex<[Received]>([])
    }

    var received: [Received] { log.list.withLock { $0 } }

    init() async throws {
        let log = Log()
        self.log = log
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Answering(log))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    func stop() async throws { try await channel.close() }
}

/// Answers by path.
///
/// `/answer` echoes the body, `/moved` redirects to it, `/stalled` stops after the head, `/large` is above the limit,
/// `/closed` hangs up, and `/silent` says nothing.
private final class Answering: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let log: LocalServer.Log
    private var request = LocalServer.Received(method: "", uri: "", body: "")

    init(_ log: LocalServer.Log) { self.log = log }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            request = .init(
                method: head.method.rawValue, uri: head.uri, host: head.headers.first(name: "Host"), body: "")
        case .body(let bytes):
            request.body += String(buffer: bytes)
        case .end:
            log.list.withLock { $0.append(request) }
            answer(context)
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        let path = request.uri.prefix { $0 != "?" }
        if path == "/silent" { return }
        if path == "/closed" { return context.close(promise: nil) }
        let status: HTTPResponseStatus = path == "/moved" ? .temporaryRedirect : .imATeapot
        let headers: HTTPHeaders = ["X-Kind": "tea", "Location": "/answer"]
        context.write(
            wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))), promise: nil)
        if path == "/stalled" { return context.flush() }
        let length = path == "/large" ? 17 * 1_024 * 1_024 : 0
        let body = ByteBuffer(string: request.body + String(repeating: "x", count: length))
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
