import ActionKit
package import AWSClient
import EventPattern
package import Findings
import JSON
package import Playbook

/// Answers events: admits each finding once a rule, drives its execution, and says what came of it.
package struct Responder: Sendable {
    package let playbook: Playbook
    /// The patterns of the playbook's rules, compiled together.
    private let matcher: Matcher
    package let catalog: ActionCatalog
    package let journal: any Journal
    package let access: any AccountAccess
    package let clock: EngineClock
    package private(set) var settings: Settings
    /// What the guards have read of the journal.
    let memory: GuardMemory
    /// Requests for approval that this process need not look at again.
    let settled = SettledRequests()
    /// Executions that this process need not tend any more.
    let finished = TendedExecutions()
    /// Reads a file of exception records; nil when it cannot be read.
    let files: @Sendable (String) -> [UInt8]?

    /// How long the right to work on an execution lasts without being renewed, in seconds.
    static let lease = 60.0

    package init(
        playbook: Playbook, catalog: ActionCatalog, journal: any Journal, access: any AccountAccess,
        clock: EngineClock, settings: Settings, files: @escaping @Sendable (String) -> [UInt8]? = { _ in nil }
    ) {
        self.playbook = playbook
        matcher = Matcher(playbook.rules.map(\.when))
        self.catalog = catalog
        self.journal = journal
        memory = GuardMemory(journal: journal)
        self.access = access
        self.clock = clock
        self.settings = settings
        self.files = files
    }

    /// Operations that the engine itself reads with, whatever the actions: the role that reads must allow them.
    package static let engineReads = Decider.reads

    /// The same, as another owner of leases within the process.
    func acting(as name: String) -> Responder {
        var other = self
        other.settings = settings.owned(as: name)
        return other
    }

    var time: String { ISO8601.format(clock.now().rounded(.down)) }

    /// Responds to one event under every rule that matches it: one response a rule, or one that says why there is none.
    ///
    /// Throws only when the journal does not answer; then nothing, or nothing more, was changed.
    ///
    /// `source` says who found the event where it was not delivered.
    package func respond(to event: [UInt8], from source: String? = nil) async throws -> [Response] {
        if settings.isService { try await Backlog(journal: journal).begin(at: time) }
        let received = Received(event, source: source)
        switch try sorted(event) {
        case .dismissed(let conclusion, let finding): return [try await recordOnly(received, conclusion, finding)]
        case .hubAction(let order, let envelope, let rules):
            return try await respond(received, order, envelope, rules)
        case .finding(let finding, let envelope, let rules):
            var responses: [Response] = []
            for rule in rules {
                responses.append(try await respond(received, finding, envelope.whole, rule))
            }
            return responses
        }
    }

    func matchingRules(_ event: [UInt8]) throws -> [Rule] {
        try matcher.match(event).map { playbook.rules[$0] }
    }

    func respond(
        _ received: Received, _ finding: Finding, _ event: JSONValue, _ rule: Rule, unread: Decider.Ended? = nil
    ) async throws -> Response {
        let finding = finding.seen(by: rule)
        var decider = decider(finding, event, rule)
        decider.unread = unread
        // What was only claimed is never mixed with what was read.
        let key = Self.key(finding, rule) + (unread == nil ? "" : "-unread")
        let earlier = try await journal.executions(withKey: key)
        var generation = 1
        if let id = earlier.last {
            let execution = try await load(id)
            guard execution.isClosed || execution.isUndoBegun else { return try await resume(execution, decider) }
            switch try await repeated(execution, finding, decider) {
            case .leaveAlone(let why): return execution.duplicate(why)
            case .again: generation = earlier.count + 1
            }
        }
        let id = String(Canonical.sha256("\(key)|\(generation)").prefix(16))
        let admission = admission(key: key, generation: generation, finding, rule)
        guard try await journal.begin(id, [.received(received), .admitted(admission)], at: time) else {
            return try await load(id).duplicate("The same finding is being handled as execution \(id).")
        }
        return try await resume(try await load(id), decider)
    }

    /// Drives an execution to its end, as far as nobody else does.
    func resume(_ execution: Execution, _ decider: Decider) async throws -> Response {
        guard try await claim(execution.id) else {
            return execution.duplicate("Another process is working on execution \(execution.id) now.")
        }
        var run = Run(execution, responder: self, decider: decider)
        try await run.finish()
        try await journal.release(execution.id, by: settings.owner)
        return run.execution.response()
    }

    func load(_ id: String) async throws -> Execution {
        Execution(id: id, replaying: try await journal.entries(of: id).map(\.record))
    }

    func claim(_ id: String) async throws -> Bool {
        let now = clock.now()
        return try await journal.claim(id, by: settings.owner, until: now + Self.lease, now: now)
    }

    /// Keeps the right to work on an execution; losing it stops the work before the next change.
    func renew(_ id: String) async throws {
        guard try await claim(id) else { throw Self.takenOver(id) }
    }

    static func takenOver(_ id: String) -> JournalError {
        JournalError(
            .unavailable, "Another process has taken over execution \(id); this one stops before its next change.")
    }

    func decider(_ finding: Finding, _ event: JSONValue, _ rule: Rule) -> Decider {
        Decider(
            finding: finding.seen(by: rule), event: event, rule: rule, playbook: playbook, catalog: catalog,
            access: PatientAccess(access, clock: clock), settings: settings, past: past(event), now: clock.now,
            exceptionRegister: exceptionRegister)
    }

    var holds: Holds { Holds(journal: journal, memory: memory) }

    var killSwitch: KillSwitch { KillSwitch(journal: journal, host: settings.halted) }

    private func past(_ event: JSONValue) -> Decider.Past {
        let (journal, memory, holds, killSwitch, now) = (journal, memory, holds, killSwitch, clock.now)
        let (isService, rules) = (settings.isService, playbook.guardrails.backlog)
        return Decider.Past(
            planned: { try await memory.plans(within: $0, now: now()) },
            held: { try await holds.since($0.rounded(.down), now: now()) },
            backlog: {
                guard isService else { return nil }
                return try await Backlog(journal: journal).reason(eventTime: event["time"]?.string, rules)
            },
            halted: { await killSwitch.reason() })
    }

    private func admission(key: String, generation: Int, _ finding: Finding, _ rule: Rule) -> Admission {
        Admission(
            key: key, generation: generation, rule: rule.name, playbook: Canonical.sha256(playbook.source),
            source: finding.source.rawValue, findingID: finding.id, findingType: finding.type,
            findingUpdatedAt: finding.updatedAt, account: finding.account.description,
            region: finding.region.description, resource: finding.resource.id,
            actions: rule.respond.map(\.action))
    }

    /// What makes two events the same: never the event's own id, which differs for every delivery.
    package static func key(_ finding: Finding, _ rule: Rule) -> String {
        let finding = finding.seen(by: rule)
        return Canonical.sha256(
            [
                "\(finding.partition)", "\(finding.account)", "\(finding.region)", finding.source.rawValue,
                finding.arn, finding.resource.description, rule.name,
            ].joined(separator: "\n"))
    }
}
