#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Takes invocations one after the other and gives them to a handler.
///
/// It belongs to the main thread, which waits for the Runtime API there, so that Swift's own threads stay free for the
/// handler.
@MainActor
package struct RuntimeLoop {
    package typealias Handler = @Sendable (Invocation) async throws -> [UInt8]

    private let client: RuntimeClient

    package init(_ client: RuntimeClient) { self.client = client }

    /// Answers invocations until the Runtime API is gone, which is what it throws.
    package func run(_ handler: Handler) async throws(RuntimeError) -> Never {
        while true {
            let invocation = try client.next()
            // Lambda's contract with libraries that trace: the header of the invocation in work.
            if let trace = invocation.traceID {
                setenv("_X_AMZN_TRACE_ID", trace, 1)
            } else {
                unsetenv("_X_AMZN_TRACE_ID")
            }
            switch await Self.answer(invocation, handler) {
            case .success(let body): try client.respond(invocation.requestID, body)
            case .failure(let failed): try client.fail(invocation.requestID, failed.failure)
            }
        }
    }

    private struct Failed: Error { let failure: Failure }

    private static func answer(_ invocation: Invocation, _ handler: Handler) async -> Result<[UInt8], Failed> {
        do {
            return .success(try await handler(invocation))
        } catch {
            return .failure(Failed(failure: Failure(error)))
        }
    }
}
