package import AWSClient
package import Engine
import JSON
import Logging
import ServiceLifecycle
import UnixSignals

/// The engine as a service of one machine: takes events in, keeps them until they are answered, and answers them.
package struct EventService: Sendable {
    /// What of it is switched on, and how.
    package struct Terms: Sendable {
        package var listen: ListenAddress?
        /// nil where no events come in by HTTP.
        package var secrets: SharedSecrets?
        package var spool: SpoolFolder?
        package var queue: QueueAddress?
        /// Responses at a time.
        package var workers = 8
        /// Seconds that responses may still take after the order to stop.
        package var grace = 25.0

        package init() {}
    }

    private let terms: Terms
    private let inbox: EventInbox
    private let playbook: LivePlaybook
    private let client: APIClient
    private let chores: [Chore]
    private let log: Log
    private let clock: EngineClock

    /// `client` is that of the engine's own account, for the queue.
    package init(
        _ terms: Terms, inbox: EventInbox, playbook: LivePlaybook, client: APIClient, chores: [Chore], log: Log,
        clock: EngineClock
    ) {
        self.terms = terms
        self.inbox = inbox
        self.playbook = playbook
        self.client = client
        self.chores = chores
        self.log = log
        self.clock = clock
    }

    /// Until SIGTERM or SIGINT; returns once everything has ended as it should.
    package func run() async throws {
        // They are stopped in the reverse order: first nothing comes in any more, then what runs is ended.
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint],
                logger: Logger(label: "service", factory: { _ in SwiftLogNoOpLogHandler() })))
        log.write(.info, "started", ["inbox": .string(inbox.path), "workers": .number(String(terms.workers))])
        try await group.run()
        log.write(.info, "stopped")
    }

    private var services: [any ServiceLifecycle.Service] {
        let (metrics, health) = (ServiceMetrics(), ServiceHealth(now: clock.now))
        let responder = playbook.responder(worker: 0)
        var services: [any ServiceLifecycle.Service] = [
            Ticker(bells: [inbox.arrivals, inbox.readiness]),
            HealthProbe(
                journal: responder.journal, inbox: inbox, health: health, clock: clock,
                owner: responder.settings.owner),
            WorkerPool(
                inbox: inbox, playbook: playbook, metrics: metrics, health: health, log: log, clock: clock,
                workers: terms.workers, grace: terms.grace),
            Sorter(inbox: inbox, playbook: playbook, metrics: metrics, health: health, log: log, clock: clock),
            PlaybookWatch(playbook: playbook, metrics: metrics, log: log, clock: clock),
        ]
        // A service that has nothing to do would end at once, and the group with it.
        if !chores.isEmpty {
            services.append(
                ChoreService(chores: chores, playbook: playbook, metrics: metrics, log: log, clock: clock))
        }
        if let folder = terms.spool {
            services.append(
                SpoolReader(
                    folder: folder, inbox: inbox, metrics: metrics, health: health, log: log, clock: clock))
        }
        if let queue = terms.queue {
            services.append(
                QueueReader(
                    queue: queue, client: client, inbox: inbox, metrics: metrics, health: health, log: log,
                    clock: clock))
        }
        if let address = terms.listen {
            let endpoint = terms.secrets.map { secrets in
                EventEndpoint(
                    inbox: inbox, signature: RequestSignature(secrets), metrics: metrics, health: health, log: log,
                    clock: clock)
            }
            services.append(
                HTTPFront(
                    address: address, endpoint: endpoint, inbox: inbox, metrics: metrics, health: health, log: log,
                    clock: clock))
        }
        return services
    }
}
