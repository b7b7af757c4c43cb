import JSON
import Testing

@testable import AWSClient

@Suite struct APIClientRetryTests {
    private typealias Line = ScriptedTransport.Line
    private static let throttled = HTTPResponse.error("Throttling")
    private static let failed = HTTPResponse.error("InternalFailure", status: 500)
    private static let done = HTTPResponse.text("<UpdateAccessKeyResponse/>")
    private static let silence = TransportError(.timedOut, isUnsent: false, "Silence.")
    private static let refused = TransportError(.unreachable, isUnsent: true, "Refused.")
    private static let broken = TransportError(.unreachable, isUnsent: false, "Broken.")

    @Test(
        "waits before it tries a throttled call again: at random, up to a bound that doubles",
        arguments: [([0, 0], [0, 0]), ([0.5, 0.5], [0.5, 1]), ([0.999, 0.999], [0.999, 1.998])])
    func throttling(_ randoms: [Double], _ sleeps: [Double]) async throws {
        let bench = ClientBench(
            [
                Line(ClientBench.write, Self.throttled), Line(ClientBench.write, Self.throttled),
                Line(ClientBench.write, Self.done),
            ],
            randoms: randoms)
        #expect(try await bench.write() == [:])
        #expect(bench.machine.sleeps == sleeps)
        #expect(bench.records.map(\.attempts) == [3])
        #expect(bench.records.map { ($0.seconds * 1_000).rounded() } == [(sleeps.reduce(0, +) * 1_000).rounded()])
    }

    @Test(
        "waits as long as AWS asks, if that is longer, but never above twenty seconds",
        arguments: [
            ("3", 3), ("0.1", 0.5), ("-5", 0.5), ("1e9", 20), ("inf", 20), ("nan", 0.5), ("soon", 0.5), ("", 0.5),
            ("Wed, 25 Nov 2026 07:00:00 GMT", 0.5),
        ])
    func retryAfter(_ header: String, _ seconds: Double) async throws {
        let response = HTTPResponse.error("Throttling", headers: [HTTPHeader("Retry-After", header)])
        let bench = ClientBench([Line(ClientBench.read, response), Line(ClientBench.read, .identity)], randoms: [0.5])
        _ = try await bench.read()
        #expect(bench.machine.sleeps == [seconds])
    }

    @Test("tries a reading call again after any failure that may pass", arguments: 0...4)
    func reads(_ row: Int) async throws {
        let line = [
            Line(ClientBench.read, Self.failed), Line(ClientBench.read, Self.throttled),
            Line(ClientBench.read, failing: Self.silence), Line(ClientBench.read, failing: Self.refused),
            Line(ClientBench.read, failing: Self.broken),
        ][row]
        let bench = ClientBench([line, Line(ClientBench.read, .identity)])
        #expect(try await bench.read() == ["Account": "111122223333"])
        #expect(bench.records.map(\.attempts) == [2])
    }

    @Test("tries a writing call again when it was certainly not acted on", arguments: 0...1)
    func unsentWrites(_ row: Int) async throws {
        let line = [Line(ClientBench.write, Self.throttled), Line(ClientBench.write, failing: Self.refused)][row]
        let bench = ClientBench([line, Line(ClientBench.write, Self.done)])
        #expect(try await bench.write() == [:])
        bench.transport.expectEnd()
    }

    @Test(
        "never repeats a writing call that AWS may have acted on",
        arguments: [
            (ScriptedTransport.Line(ClientBench.write, failed), .serverFailure),
            (.init(ClientBench.write, failing: silence), .timedOut),
            (.init(ClientBench.write, failing: broken), .unreachable),
            (
                .init(ClientBench.write, failing: TransportError(.unreadable, isUnsent: false, "Too long.")),
                .unreadableAnswer
            ),
        ] as [(ScriptedTransport.Line, AWSError.Kind)])
    func sentWrites(_ line: ScriptedTransport.Line, _ kind: AWSError.Kind) async {
        let bench = ClientBench([line])
        let error = await failure { try await bench.write() }
        #expect(error?.kind == kind)
        #expect(error?.operation == "iam:UpdateAccessKey")
        #expect(bench.transport.requests.count == 1)
        #expect(bench.records.map(\.error) == [error])
        #expect(bench.machine.sleeps.isEmpty)
    }

    @Test(
        "tries as often as AWS_MAX_ATTEMPTS says, else three times",
        arguments: [(nil, 3), ("1", 1), ("5", 5), ("0", 1), ("-2", 1), ("many", 3), ("", 3)] as [(String?, Int)])
    func attempts(_ text: String?, _ count: Int) async {
        let line = Line(ClientBench.read, Self.failed)
        let bench = ClientBench(
            Array(repeating: line, count: count), randoms: Array(repeating: 0, count: count), attempts: text)
        #expect(await failure { try await bench.read() }?.kind == .serverFailure)
        #expect(bench.records.map(\.attempts) == [count])
        bench.transport.expectEnd()
    }

    @Test("stops trying again when the budget is empty, and begins again when successes have filled it")
    func budget() async throws {
        let budget = RetryBudget()
        #expect(budget.take(RetryBudget.capacity - 4))
        let answer = Line(ClientBench.read, .identity)
        let failed = Line(ClientBench.read, Self.failed)
        let bench = ClientBench([failed, answer, failed, answer, failed, answer], budget: budget)
        // Four tokens do not pay for a retry, which costs five; a success at the first attempt gives one.
        #expect(await failure { try await bench.read() }?.kind == .serverFailure)
        _ = try await bench.read()
        // A retry that succeeds gives back what it took, so the next one can be paid as well.
        _ = try await bench.read()
        _ = try await bench.read()
        #expect(bench.records.map(\.attempts) == [1, 1, 2, 2])
        #expect(budget.take(5) && !budget.take(1))
        bench.transport.expectEnd()
    }

    @Test("stands by the failure, and records it, when the caller is cancelled while it waits")
    func cancelled() async {
        let bench = ClientBench([Line(ClientBench.read, Self.throttled)])
        bench.machine.cancel()
        let error = await failure { try await bench.read() }
        #expect(error?.kind == .throttled)
        #expect(bench.records.map(\.error) == [error])
    }
}
