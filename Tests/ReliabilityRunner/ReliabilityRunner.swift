import ArgumentParser
import Foundation
import Reliability

/// Tries what the engine promises in the simulated organization, and says what it found: a JSON object a promise.
@main struct ReliabilityRunner: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reliability-runner",
        abstract: "Try what the engine promises, far more often than the tests do.",
        discussion: """
            Prints one JSON object a promise: what was promised, what was found, and whether it was kept. Exit code 1 when \
            anything is broken; what is broken, with the seeds that show it again, is on standard error.

            Examples:
              reliability-runner
              reliability-runner --only A-06 --size 1000000 --seed 7
            """)

    @Option(help: "Ids of promises, such as A-04; all, unless given.") var only: [String] = []
    @Option(help: "The first seed of what chance draws.") var seed: UInt64 = 1
    @Option(help: "How many random histories of each kind.") var size = 10_000

    @Flag(
        help:
            "Try what `make test` tries: without the client's retries, and of errors that are treated alike one at any two calls."
    )
    var brief = false
    @Flag(help: "Print the history of one random life of A-06 and end.") var history = false

    func run() async throws {
        if history { return print(try await RandomCheck().history(seed: seed).joined(separator: "\n")) }
        var isWhole = true
        for part in Part.all where only.isEmpty || only.contains(part.id) {
            let start = ContinuousClock.now
            let result = try await part.run(Extent(seed: seed, size: size, isBrief: brief))
            let seconds = (ContinuousClock.now - start).components.seconds
            let isKept = result.complaints.isEmpty
            let line = Line(
                promise: "\(part.id): \(part.promise)", target: part.target,
                figure: "\(result.figure), in \(seconds) s, from seed \(seed)",
                verdict: !isKept ? "broken" : size < part.fullSize || !result.isWhole ? "not at full size" : "kept")
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            // Seen at once, whatever standard output is.
            FileHandle.standardOutput.write(try encoder.encode(line) + Data("\n".utf8))
            if !isKept {
                isWhole = false
                FileHandle.standardError.write(Data((result.complaints.text + "\n").utf8))
            }
        }
        if !isWhole { throw ExitCode(1) }
    }

    private struct Line: Encodable {
        let promise: String
        let target: String
        let figure: String
        let verdict: String
    }
}
