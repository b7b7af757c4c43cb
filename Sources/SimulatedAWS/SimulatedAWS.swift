package import AWSClient
package import JSON
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

    /// From now on nothing goes wrong that was not so already.
    package func recover() { state.withLock { ($0.faults, $0.lasting) = ([:], [:]) } }

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
        let call: WireCall
        do throws(Refusal) {
            call = try WireCall(request)
        } catch {
            return WireAnswer.failure(EC2.service, error, requestID: "unread")
        }
        let now = pass()
        let requestID = "at-\(now)"
        switch state.withLock({ $0.receive(request, call, at: now) }) {
        case .answered(.success(let output)):
            return WireAnswer.success(call.operation, output, requestID: requestID)
        case .answered(.failure(let refusal)):
            return WireAnswer.failure(call.operation.service, refusal, requestID: requestID)
        case .garbled: return HTTPResponse(status: 200, body: Array("\u{0}\u{1}not an answer".utf8))
        case .timedOut:
            clock.sleep(timeout)
            throw TransportError(.timedOut, isUnsent: false, "No answer in time.")
        case .crashed:
            life?.end()
            throw TransportError(.unreachable, isUnsent: true, "This process is dead.")
        }
    }

    /// Lets the time of one call pass, and answers when it arrives.
    private func pass() -> Double {
        clock.advance(state.withLock { $0.behavior.latency })
        return clock.now
    }

    // MARK: Without the wire

    /// Makes a call as somebody, with the same policies, faults and history, but without the client: for tests that make
    /// very many.
    package func perform(
        _ operation: Operation, _ input: JSONValue, region: String, as principal: Principal, life: Life
    ) throws(AWSError) -> JSONValue {
        func failure(_ kind: AWSError.Kind, _ message: String) -> AWSError {
            AWSError(kind: kind, operation: operation.id, message: message)
        }
        guard !life.isDead else { throw failure(.unreachable, "This process is dead.") }
        let now = pass()
        let call = WireCall(operation, input, region: region)
        switch state.withLock({ $0.receive(call, from: principal, at: now) }) {
        case .answered(.success(let output)): return output
        case .answered(.failure(let refusal)):
            // The client's own reading of an error.
            return try operation.answer(WireAnswer.failure(operation.service, refusal, requestID: "at-\(now)"))
        case .garbled: throw failure(.unreadableAnswer, "Not an answer.")
        case .timedOut:
            clock.advance(15)
            throw failure(.timedOut, "No answer in time.")
        case .crashed:
            life.end()
            throw failure(.unreachable, "This process is dead.")
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
