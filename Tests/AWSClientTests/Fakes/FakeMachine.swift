import Synchronization
import Testing

@testable import AWSClient

/// A machine of dictionaries: its clock moves only when someone sleeps or a test moves it.
final class FakeMachine: Sendable {
    /// Seconds since 1970 at 2026-11-25T07:00:00Z.
    static let start = 1_795_590_000.0

    private struct State {
        var now = FakeMachine.start
        var environment: [String: String]
        var files: [String: String]
        var randoms: [Double]
        var commands: [String: Result<[UInt8], Surroundings.CommandFailure>]
        var sleeps: [Double] = []
        var isCancelled = false
    }

    private let state: Mutex<State>

    init(
        environment: [String: String] = [:], files: [String: String] = [:], randoms: [Double] = [],
        commands: [String: Result<[UInt8], Surroundings.CommandFailure>] = [:]
    ) {
        state = Mutex(
            State(
                environment: environment.merging(["HOME": "/home/me"]) { given, _ in given }, files: files,
                randoms: randoms, commands: commands))
    }

    /// The seconds of every sleep, in order.
    var sleeps: [Double] { state.withLock { $0.sleeps } }
    var now: Double { state.withLock { $0.now } }

    func advance(_ seconds: Double) { state.withLock { $0.now += seconds } }

    /// From now on, sleeping throws as it does in a cancelled task.
    func cancel() { state.withLock { $0.isCancelled = true } }

    var surroundings: Surroundings {
        Surroundings(
            now: { self.now },
            environment: { name in self.state.withLock { $0.environment[name] } },
            file: { path in self.state.withLock { $0.files[path] }.map { Array($0.utf8) } },
            sleep: { duration in try self.sleep(duration) },
            random: { self.random() },
            run: { command in self.run(command) })
    }

    private func sleep(_ duration: Duration) throws {
        try state.withLock { state in
            if state.isCancelled { throw CancellationError() }
            let seconds = duration / .seconds(1)
            state.sleeps.append(seconds)
            state.now += seconds
        }
    }

    private func random() -> Double {
        let next = state.withLock { $0.randoms.isEmpty ? nil : $0.randoms.removeFirst() }
        if next == nil { Issue.record("The script has no random number left.") }
        return next ?? 0
    }

    private func run(_ command: String) -> Result<[UInt8], Surroundings.CommandFailure> {
        guard let result = state.withLock({ $0.commands[command] }) else {
            Issue.record("The script does not foresee the command \(command).")
            return .failure(Surroundings.CommandFailure(description: "\(command) is not in the script."))
        }
        return result
    }
}

/// The error of a call that must fail.
func failure(
    _ location: SourceLocation = #_sourceLocation, of call: () async throws -> some Any
) async -> AWSError? {
    do {
        let answer = try await call()
        Issue.record("It answered \(answer).", sourceLocation: location)
        return nil
    } catch {
        guard let error = error as? AWSError else {
            Issue.record("It threw \(error).", sourceLocation: location)
            return nil
        }
        return error
    }
}
