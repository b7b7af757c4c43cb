import Synchronization
import Testing

@testable import LambdaRuntime

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@MainActor
@Suite("The loop over invocations", .timeLimit(.minutes(1)), .serialized) struct RuntimeLoopTests {
    private struct Refused: Error, CustomStringConvertible { let description = "Not today." }

    /// Runs the loop until the script is over, which ends the connection.
    private func run(_ script: [LoopbackAPI.Act], _ handler: RuntimeLoop.Handler) async throws -> LoopbackAPI {
        let api = try LoopbackAPI(script)
        let endpoint = try #require(RuntimeEndpoint("127.0.0.1:\(api.port)"))
        await #expect(throws: RuntimeError.self) { try await RuntimeLoop(RuntimeClient(endpoint)).run(handler) }
        return api
    }

    @Test("gives each invocation to the handler, and its answer to Lambda")
    func answers() async throws {
        let api = try await run([.invocation("id-1", "one"), .accepted, .invocation("id-2", "two"), .accepted]) {
            $0.body + Array("!".utf8)
        }
        #expect(api.requests.count == 4)
        #expect(api.requests[1].hasSuffix("one!"))
        #expect(api.requests[3].hasSuffix("two!"))
    }

    @Test("tells what a handler throws and goes on")
    func failures() async throws {
        let api = try await run([.invocation("id-1", "one"), .accepted, .invocation("id-2", "two"), .accepted]) {
            if $0.requestID == "id-1" { throw Refused() }
            return $0.body
        }
        #expect(api.requests[1].contains("/invocation/id-1/error "))
        #expect(api.requests[1].contains("\"errorMessage\":\"Not today.\",\"errorType\":\"Refused\""))
        #expect(api.requests[3].contains("/invocation/id-2/response "))
    }

    @Test("sets the trace of the invocation in work, and unsets it when the next has none")
    func trace() async throws {
        let seen = Mutex<[String?]>([])
        _ = try await run([.invocation("id-1", "", trace: "Root=1-5"), .accepted, .invocation("id-2", ""), .accepted]) {
            _ in
            seen.withLock { $0.append(getenv("_X_AMZN_TRACE_ID").map { String(cString: $0) }) }
            return []
        }
        #expect(seen.withLock { $0 } == ["Root=1-5", nil])
    }
}
