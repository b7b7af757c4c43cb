import ArgumentParser
import EventPattern
import JSON

/// `quell pattern test`: a file of patterns and events with what is expected of them.
struct PatternTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run lines of pattern, event and expectation; print what differs.",
        discussion: """
            Each line is a JSON object with "pattern", "event" (JSON values, or texts that hold JSON), and "match" true or \
            false, or "invalid" true for a pattern that must be refused.

            Example:
              echo '{"pattern": {"source": ["aws.guardduty"]}, "event": {"source": "aws.config"}, "match": false}' > t.jsonl
              quell pattern test t.jsonl
            """)

    @OptionGroup var output: OutputOptions

    @Argument(help: "A file with one JSON object a line; - for standard input.")
    var file: String

    func run() async throws {
        let lines = try InputFiles.bytes(file).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        var mismatches: [(line: Int, why: String)] = []
        var count = 0
        for (index, line) in lines.enumerated() where line.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) {
            count += 1
            if let why = try mismatch(Array(line), index + 1) { mismatches.append((index + 1, why)) }
        }
        switch output.output {
        case .json:
            let rows = mismatches.map { JSONValue.object(["line": .number("\($0.line)"), "why": .string($0.why)]) }
            Terminal.line(
                JSONValue.object(["lines": .number("\(count)"), "mismatches": .array(rows)]).indented)
        case .text:
            for mismatch in mismatches { Terminal.line("\(file):\(mismatch.line): \(mismatch.why)") }
            Terminal.line("\(count) lines, \(mismatches.count) mismatches.")
        }
        if !mismatches.isEmpty { throw ExitStatus.failed }
    }

    private func mismatch(_ line: [UInt8], _ number: Int) throws -> String? {
        let test: JSONValue
        do {
            test = try JSONValue(parsing: line)
        } catch {
            throw BadInput("\(file):\(number): the line is not JSON: \(error).")
        }
        guard let pattern = test["pattern"] else {
            throw BadInput("\(file):\(number): the line has no \"pattern\".")
        }
        let isInvalid = test["invalid"]?.bool ?? false
        let compiled: EventPattern
        do {
            compiled = try EventPattern(text(pattern))
        } catch {
            return isInvalid ? nil : "the pattern is refused: \(error)"
        }
        if isInvalid { return "the pattern is accepted, but must be refused" }
        // A line may ask no more than that the pattern is accepted.
        if test["invalid"]?.bool == false, test["event"] == nil { return nil }
        guard let event = test["event"], let expected = test["match"]?.bool else {
            throw BadInput(
                "\(file):\(number): the line needs \"event\" and \"match\" (true or false), or \"invalid\": true.")
        }
        do {
            let matches = try Matcher([compiled]).match(Array(text(event).utf8)) == [0]
            return matches == expected ? nil : matches ? "it matches, but must not" : "it does not match, but must"
        } catch {
            return "the event cannot be read: \(error)"
        }
    }

    /// A text that holds JSON stands for that JSON exactly as it is spelled.
    private func text(_ value: JSONValue) -> String { value.string ?? value.description }
}
