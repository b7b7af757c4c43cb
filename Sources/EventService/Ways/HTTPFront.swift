import Engine
import HTTPTypes
import Hummingbird
import HummingbirdCore
import JSON
import Logging
import NIOCore
import ServiceLifecycle

/// The service's HTTP server: events come in by it, and those who watch ask it how things are.
struct HTTPFront: Service {
    let address: ListenAddress
    /// nil where no events come in by HTTP.
    let endpoint: EventEndpoint?
    let inbox: EventInbox
    let metrics: ServiceMetrics
    let health: ServiceHealth
    let log: Log
    let clock: EngineClock

    /// Seconds after which a connection on which nothing comes is closed.
    private static let idle = 60
    /// Connections at a time, each of which may hold one body; more wait until one is closed.
    private static let mostConnections = 512

    func run() async throws {
        let health = health
        try await withGracefulShutdownHandler {
            try await application.run()
        } onGracefulShutdown: {
            health.stop()
        }
    }

    private var application: Application<RouterResponder<BasicRequestContext>> {
        Application(
            router: router,
            server: .http1(configuration: .init(idleTimeout: .seconds(Int64(Self.idle)))),
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port), backlog: 1_024,
                availableConnectionsDelegate: MaximumAvailableConnections(
                    Self.mostConnections, logger: Self.silent)),
            onServerRunning: { [log] channel in
                log.write(
                    .info, "listening",
                    [
                        "host": .string(channel.localAddress?.ipAddress ?? ""),
                        "port": .number(String(channel.localAddress?.port ?? 0)),
                    ])
            },
            logger: Self.silent)
    }

    /// The server's own words are no JSON; what matters of them is said by this target.
    private static let silent = Logger(label: "http", factory: { _ in SwiftLogNoOpLogHandler() })

    private var router: Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        let (inbox, metrics, health, clock) = (inbox, metrics, health, clock)
        if let endpoint {
            router.post("events") { request, _ in try await endpoint.answer(request) }
        }
        router.get("live") { _, _ in HTTPReply.json(.ok, ["status": "live"]) }
        router.get("ready") { _, _ in
            let complaints = health.complaints
            return HTTPReply.json(
                complaints.isEmpty ? .ok : .serviceUnavailable,
                [
                    "status": complaints.isEmpty ? "ready" : "not-ready",
                    "complaints": .array(complaints.map(JSONValue.string)),
                ])
        }
        router.get("metrics") { _, _ in
            // Without the inbox the rest is still worth knowing; /ready says what is wrong with it.
            let level = try? await inbox.level()
            return HTTPReply.text(
                .ok, metrics.text(level, at: clock.now()), type: "text/plain; version=0.0.4; charset=utf-8")
        }
        return router
    }
}
