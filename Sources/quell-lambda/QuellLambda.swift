import AWSClient
import Engine
import GlibcFloor
import JSON
import LambdaHandlers
import LambdaRuntime

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The program that AWS Lambda runs: `bootstrap` in the function's package.
@main
@MainActor
struct QuellLambda {
    static func main() async {
        // One arena for all threads: a function's memory is paid for, and its threads are few.
        quell_use_one_arena()
        let surroundings = Surroundings.process
        let log = Log(now: surroundings.now, write: writeLine)
        guard let client = client(surroundings, log) else { exit(1) }
        do {
            let function = try function(surroundings, log)
            log.write(.info, "ready")
            try await RuntimeLoop(client).run(function.answer)
        } catch let error as RuntimeError {
            log.write(.error, "the runtime API is gone", ["why": .string("\(error)")])
        } catch {
            log.write(.error, "the function cannot start", ["why": .string("\(error)")])
            tell(client, Failure(error), log)
        }
        exit(1)
    }

    private static func client(_ surroundings: Surroundings, _ log: Log) -> RuntimeClient? {
        let name = "AWS_LAMBDA_RUNTIME_API"
        guard let endpoint = surroundings.environment(name).flatMap(RuntimeEndpoint.init) else {
            log.write(.error, "AWS_LAMBDA_RUNTIME_API is no host and port; this program runs in AWS Lambda only")
            return nil
        }
        return RuntimeClient(endpoint)
    }

    private static func function(_ surroundings: Surroundings, _ log: Log) throws -> Function {
        let settings = try FunctionSettings(environment: surroundings.environment)
        return try Function(
            settings, surroundings: surroundings, transport: AsyncHTTPTransport(), log: log, journal: Wiring.journal)
    }

    private static func tell(_ client: RuntimeClient, _ failure: Failure, _ log: Log) {
        do throws(RuntimeError) {
            try client.failInitialization(failure)
        } catch {
            log.write(.error, "the runtime API does not take the reason", ["why": .string("\(error)")])
        }
    }

    /// One line to standard output in one piece, so that lines of several threads never mix.
    private nonisolated static func writeLine(_ line: String) {
        var bytes = Array(line.utf8)[...]
        bytes.append(UInt8(ascii: "\n"))
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            // Without standard output there is nowhere to say so.
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
