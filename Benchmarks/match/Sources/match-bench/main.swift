import EventPattern
import Foundation

/// A rule of a bank, and how many of the events match it.
struct BankRule: Decodable {
    let bank: String
    let pattern: String
    let matches: Int
}

/// Banks of the event-ruler project's own benchmark that are measured together.
let partial = [
    "NUMERIC", "EXACT", "PREFIX", "ANYTHING_BUT", "ANYTHING_BUT_IGNORE_CASE", "ANYTHING_BUT_PREFIX",
    "ANYTHING_BUT_SUFFIX",
    "ANYTHING_BUT_WILDCARD",
]

func bankWorkloads(_ path: String) throws -> [Workload] {
    let rules = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
        try JSONDecoder().decode(BankRule.self, from: Data($0.utf8))
    }
    var names: [String] = []
    for rule in rules where !names.contains(rule.bank) { names.append(rule.bank) }
    let sets = names.map { ($0, [$0]) } + [("PARTIAL_COMBO", partial), ("COMBO", partial + ["COMPLEX_ARRAYS"])]
    return try sets.map { name, banks in
        let chosen = rules.filter { banks.contains($0.bank) }
        let matcher = Matcher(try chosen.map { try Pattern(parsing: $0.pattern) })
        return Workload(name: name, matcher: matcher, expected: chosen.map(\.matches), expectedTotal: nil)
    }
}

/// Matches among the 40,000 events, as a program without any index counts them.
let securityTotals = [1: 10, 10: 28, 100: 370, 1_000: 4_025]

func securityWorkload(_ lines: [Substring], _ count: Int) throws -> Workload {
    let texts = lines.prefix(count).map(String.init)
    let before = memory()
    let start = threadSeconds()
    let matcher = try Matcher(count: texts.count) { try Pattern(parsing: texts[$0]) }
    let seconds = threadSeconds() - start
    return Workload(
        name: "security-\(count)", matcher: matcher, expected: nil, expectedTotal: securityTotals[count],
        notes: [
            ("addMicrosecondsPerRule", "\((seconds * 1e6 / Double(count)).rounded(2))"),
            ("bytesPerRule", "\(matcher.size / count)"),
            ("residentGrowthMegabytes", "\((memory() - before) / 1_000_000)"),
        ])
}

let arguments = CommandLine.arguments
guard arguments.count >= 3 else {
    print("usage: match-bench DATA-FOLDER BANKS.jsonl [WORKLOAD-PREFIX...]")
    exit(64)
}
let data = arguments[1]
let wanted = Array(arguments.dropFirst(3))
let passes = ProcessInfo.processInfo.environment["PASSES"].flatMap { Int($0) } ?? 7
func isWanted(_ name: String) -> Bool { wanted.isEmpty || wanted.contains { name == $0 || name.hasPrefix($0 + "-") } }

do {
    let banks = try bankWorkloads(arguments[2]).filter { isWanted($0.name) }
    if !banks.isEmpty {
        let events = try Events("\(data)/citylots2.jsonl")
        for threads in [1, 2] { for workload in banks { try workload.run(events, threads: threads, passes: passes) } }
    }
    let counts = [1, 10, 100, 1_000, 10_000, 100_000].filter { isWanted("security-\($0)") }
    if !counts.isEmpty {
        let events = try Events("\(data)/sec_events.jsonl")
        let lines = try String(contentsOfFile: "\(data)/sec_rules.jsonl", encoding: .utf8).split(separator: "\n")
        for count in counts {
            let workload = try securityWorkload(lines, count)
            for threads in [1, 2] { try workload.run(events, threads: threads, passes: passes) }
        }
    }
} catch {
    FileHandle.standardError.write(Data("match-bench: \(error)\n".utf8))
    exit(1)
}
