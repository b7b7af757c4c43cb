import ArgumentParser
import EventPattern
import JSON
import Playbook

/// `quell pattern bench`: how often each rule of a playbook matches a file of events, and how fast that is found.
struct PatternBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract:
            "Match a file of events with a playbook's rules; print the matches of each rule and events per second.",
        discussion: """
            Touches neither AWS nor the journal. Lines that are no events are counted, and nothing else is done with them. \
            The time is that of one thread for matching alone; it includes neither reading the file nor compiling the rules.

            Example:
              quell pattern bench Playbooks/default.yaml events.jsonl
            """)

    @OptionGroup var output: OutputOptions

    @Option(name: .long, help: "How many times to match the whole file; the fastest pass counts.")
    var passes = 3

    @Argument(help: "The playbook.")
    var playbook: String

    @Argument(help: "A file with one event a line; - for standard input.")
    var events: String

    func validate() throws {
        guard (1...1_000).contains(passes) else { throw ValidationError("--passes must be from 1 to 1000.") }
    }

    func run() async throws {
        let playbook = try PlaybookFile.read(playbook)
        let events = try InputFiles.bytes(events).split(separator: UInt8(ascii: "\n")).map(Array.init)
            .filter { line in line.contains { ![0x20, 0x09, 0x0D].contains($0) } }
        guard !events.isEmpty else { throw BadInput("There is no event in \(self.events).") }
        let matcher = Matcher(playbook.rules.map(\.when))
        let scratch = MatchScratch()
        var fastest = Pass(matcher, events, scratch)
        for _ in 1..<passes {
            let pass = Pass(matcher, events, scratch)
            if pass.seconds < fastest.seconds { fastest = pass }
        }
        show(fastest, playbook, events)
    }

    private func show(_ pass: Pass, _ playbook: Playbook, _ events: [[UInt8]]) {
        let bytes = events.reduce(0) { $0 + $1.count }
        let rate = Int(Double(events.count) / max(pass.seconds, 1e-9))
        let megabytes = Int(Double(bytes) / max(pass.seconds, 1e-9) / 1e6)
        switch output.output {
        case .json:
            let rules = zip(playbook.rules, pass.counts).map { rule, count in
                JSONValue.object(["rule": .string(rule.name), "matches": .number("\(count)")])
            }
            Terminal.line(
                JSONValue.object([
                    "events": .number("\(events.count)"), "unreadable": .number("\(pass.unreadable)"),
                    "eventsPerSecond": .number("\(rate)"), "megabytesPerSecond": .number("\(megabytes)"),
                    "rules": .array(rules),
                ]).indented)
        case .text:
            let rows = zip(playbook.rules, pass.counts).map { rule, count in
                [Table.Cell("\(count)"), Table.Cell(rule.name)]
            }
            Terminal.line(Table.text(["MATCHES", "RULE"], rows))
            let unreadable = pass.unreadable == 0 ? "" : " \(pass.unreadable) of them could not be read."
            Terminal.line("\n\(events.count) events, \(rate) a second, \(megabytes) MB/s.\(unreadable)")
        }
    }
}

/// One time through all events.
private struct Pass {
    private(set) var counts: [Int]
    private(set) var unreadable = 0
    let seconds: Double

    init(_ matcher: Matcher, _ events: [[UInt8]], _ scratch: MatchScratch) {
        var counts = [Int](repeating: 0, count: matcher.count)
        var unreadable = 0
        let elapsed = ContinuousClock().measure {
            for event in events {
                do throws(EventError) {
                    if try matcher.match(event, scratch) > 0 {
                        scratch.withMatches { for rule in $0 { counts[rule] += 1 } }
                    }
                } catch {
                    unreadable += 1
                }
            }
        }
        seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        (self.counts, self.unreadable) = (counts, unreadable)
    }
}
