package import AWSClient
import JSON
import Synchronization

/// An organization in AWS behind the client's transport: deterministic, in this process, and always at the same time.
package final class SimulatedAWS: HTTPTransport {
    package let clock: VirtualClock
    private let state: Mutex<State>

    package init(_ world: World, clock: VirtualClock = VirtualClock(), behavior: Behavior = Behavior()) {
        self.clock = clock
        state = Mutex(State(world, behavior))
    }

    // MARK: What is there, and what happened

    package var world: World { state.withLock { $0.views.current } }
    package var history: [CallRecord] { state.withLock { $0.history } }
    /// Calls that changed something, or would have.
    package var writes: [CallRecord] { history.filter { !$0.isReadOnly } }

    /// Somebody else changes the world now.
    package func change(_ body: (inout World) -> Void) {
        let now = clock.now
        state.withLock { state in
            var world = state.views.current
            body(&world)
            state.views.replace(with: world, at: now)
        }
    }

    // MARK: What goes wrong

    /// The fault of the call with an index, counted from 1 over all that ever arrived.
    package func failing(call index: Int, with error: ErrorClass) {
        state.withLock { $0.faults[index] = .error(error) }
    }

    package func crashing(call index: Int, afterEffect: Bool) {
        state.withLock { $0.faults[index] = .crash(afterEffect: afterEffect) }
    }

    /// Every call of an operation fails from now on; nil makes it work again.
    package func failing(_ operation: Operation, with error: ErrorClass?) {
        state.withLock { $0.lasting[operation.id] = error.map(Fault.error) }
    }

    /// Somebody else changes the world just before the call with an index.
    package func before(call index: Int, _ body: @escaping @Sendable (inout World) -> Void) {
        state.withLock { $0.meanwhile[index] = body }
    }

    // MARK: The transport

    package func send(_ request: HTTPRequest, timeout: Duration) async throws(TransportError) -> HTTPResponse {
        try answer(request, timeout, life: nil)
    }

    /// The transport of one process, which a crash ends.
    package func transport(of life: Life) -> any HTTPTransport { MortalTransport(aws: self, life: life) }

    fileprivate func answer(
        _ request: HTTPRequest, _ timeout: Duration, life: Life?
    ) throws(TransportError) -> HTTPResponse {
        clock.advance(state.withLock { $0.behavior.latency })
        let now = clock.now
        let outcome = state.withLock { $0.receive(request, at: now) }
        switch outcome {
        case .answered(let response): return response
        case .garbled: return HTTPResponse(status: 200, body: Array("\u{0}\u{1}not an answer".utf8))
        case .timedOut:
            clock.sleep(timeout)
            throw TransportError(.timedOut, isUnsent: false, "No answer in time.")
        case .crashed:
            life?.end()
            throw TransportError(.unreachable, isUnsent: true, "This process is dead.")
        }
    }
}

private struct MortalTransport: HTTPTransport {
    let aws: SimulatedAWS
    let life: Life

    func send(_ request: HTTPRequest, timeout: Duration) async throws(TransportError) -> HTTPResponse {
        guard !life.isDead else { throw TransportError(.unreachable, isUnsent: true, "This process is dead.") }
        return try aws.answer(request, timeout, life: life)
    }
}

/// How AWS behaves beside what it is asked.
package struct Behavior: Hashable, Sendable {
    /// How long each call takes, in seconds.
    package var latency = 0.01
    /// How long it takes until a change of IAM counts for who may do what, in seconds.
    package var authorizationDelay = 0.0
    /// How long a service's readings are behind its writes, in seconds, by service.
    package var readingDelay: [String: Double] = [:]
    /// Whether the quotas that AWS documents are enforced.
    package var throttles = false
    /// Whether policies are evaluated.
    package var authorizes = true
    /// How many elements a listing answers at once; nil for all.
    package var pageSize: Int?

    package init() {}

    var longestDelay: Double { max(authorizationDelay, readingDelay.values.max() ?? 0) }
}
